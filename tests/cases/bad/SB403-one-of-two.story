---
cast:
  ANNA: a baker in a white apron
  BEN: her apprentice, flour on his nose
---
Shot 1 [0-5s] @ANNA opens the oven.
# expect:
# warning[SB403] unused-cast: `BEN` is in the cast but no clip mentions `@BEN`
#   ┌─ SB403-one-of-two.story:4:3
# 4 │   BEN: her apprentice, flour on his nose
#   │   ^^^
#   = help: write `@BEN` where this person is seen, or delete the line
#
# 1 warning in 1 story
