---
title: The fair
vars:
  sign: CLOSED
variants:
  vertical: {size: 720*1280}
---
A fairground in November: {{ sign }}.
# The wheel
takes: 2
Shot 1 [0-5s] The big wheel turns without a soul on it.
# The horses
Shot 1 [0-2s] A carousel horse under a tarpaulin.
Shot 2 [2-5s] The wind lifts the tarpaulin. The horse blinks.
