---
cast:
  ANNA: a woman
  ANNA/old: a woman of eighty
---
A pier at dawn.
[0-5s] @ANNA lights a lamp.
# expect:
# error[SB112] bad-value: `ANNA/old` stands in the cast, where a state has a line of its own below its member
#   ┌─ SB112-a-state-as-a-name.story:4:3
# 4 │   ANNA/old: a woman of eighty
#   │   ^^^^^^^^
#   = help: write `old: …` indented below `ANNA:`, beside `look: …`
#
# 1 error in 1 story
