---
cast:
  CAVEMAN: a rugged explorer with a weathered face
---
Shot 1 [0-5s] @CAVEMAN clutches a stone axe, then @CAVEMEN laughs.
# expect:
# warning[SB401] unknown-cast: `@CAVEMEN` mentions nobody, the cast has `CAVEMAN`
#   ┌─ SB401-slip.story:5:52
# 3 │   CAVEMAN: a rugged explorer with a weathered face
#   │   ------- `CAVEMAN` is described here
# ⋮
# 5 │ Shot 1 [0-5s] @CAVEMAN clutches a stone axe, then @CAVEMEN laughs.
#   │                                                    ^^^^^^^
#   = help: write `@CAVEMAN`, or keep it if somebody else is meant
#   = unsafe fix: write `@CAVEMAN`
#
# 1 warning in 1 story
