cast:
  MARTHA:
    look: a baker
    wet: a baker, soaked
Shot 1 [0-5s] @MARTHA/dry kneads.
# expect:
# error[SB402] unknown-state: `MARTHA` has no state `dry`, its state is `wet`
#   ┌─ SB402-one-state.story:5:23
# 2 │   MARTHA:
#   │   ------ `MARTHA` is described here
# ⋮
# 5 │ Shot 1 [0-5s] @MARTHA/dry kneads.
#   │                       ^^^
#   = help: describe `dry` under `MARTHA` in the cast
#
# 1 error in 1 story
