---
title: {{ ship }}, log one
include:
  - shared/crew.yaml
  - shared/look.yaml
vars:
  ship: The Patience
---
{{ style }}
On board {{ ship }}: {{ mood }}.
Shot 1 [0-3s] @BRAM hauls a wet rope, hand over hand.
Shot 2 [3-6s] @BRAM/soaked grins up at the sail.
  BRAM: "She's a lady."
Shot 3 [6-10s] {{ ship }} heels over, and the whole sea tilts.
