---
cast:
  CAVEMAN: a rugged explorer with a weathered face
---
Shot 1 [0-5s] The caveman clutches a stone axe.
# expect:
# warning[SB403] unused-cast: `CAVEMAN` is in the cast but no clip mentions `@CAVEMAN`
#   ┌─ SB403-no-at.story:3:3
# 3 │   CAVEMAN: a rugged explorer with a weathered face
#   │   ^^^^^^^
# ⋮
# 5 │ Shot 1 [0-5s] The caveman clutches a stone axe.
#   │                   ------- the name stands here without its `@`
#   = help: write `@CAVEMAN` where this person is seen, or delete the line
#   = unsafe fix: write `@CAVEMAN` there
#
# 1 warning in 1 story
