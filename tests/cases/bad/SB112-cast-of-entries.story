---
cast:
  - name: ANNA
    look: a baker of fifty
  - name: BOB
    look: a man
---
Shot 1 [0-5s] A lamp.
# expect:
# error[SB112] bad-value: `cast` is a list, not lines of `name: value`
#   ┌─ SB112-cast-of-entries.story:3:3
# 3 │   - name: ANNA
#   │   ^^^^^^^^^^^^
#   = help: write each entry on its own line as `  ANNA: a baker of fifty`, indented by two and without a dash
#
# 1 error in 1 story
