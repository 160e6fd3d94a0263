---
cast:
  CAVEMAN: a rugged explorer with a weathered face
---
Shot 1 [0-5s] @CAVEMAN clutches a stone axe.
  Caveman: "Better!"
# expect:
# warning[SB401] unknown-cast: `Caveman` is not in the cast, the cast has `CAVEMAN`
#   ┌─ SB401-speaker.story:6:3
# 3 │   CAVEMAN: a rugged explorer with a weathered face
#   │   ------- `CAVEMAN` is described here
# ⋮
# 6 │   Caveman: "Better!"
#   │   ^^^^^^^
#   = help: write `CAVEMAN`, or keep it if somebody else is meant
#   = unsafe fix: write `CAVEMAN`
#
# 1 warning in 1 story
