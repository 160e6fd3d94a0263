---
cast:
  CAVEMAN: a rugged explorer with a weathered face
---
Shot 1 [0-5s] @CAVEMAN clutches a stone axe.
  CAVEMAN/tired: "Better!"
# expect:
# error[SB402] unknown-state: `CAVEMAN` has no state `tired`, it has a single look
#   ┌─ SB402-speaker.story:6:11
# 3 │   CAVEMAN: a rugged explorer with a weathered face
#   │   ------- `CAVEMAN` is described here
# ⋮
# 6 │   CAVEMAN/tired: "Better!"
#   │           ^^^^^
#   = help: describe `tired` under `CAVEMAN` in the cast
#
# 1 error in 1 story
