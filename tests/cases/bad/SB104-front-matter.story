---
title: Evolution
seed: 7
title: Revolution
---
Shot 1 [0-5s] A caveman clutches a stone axe.
# expect:
# error[SB104] duplicate-key: `title` is set a second time, after line 2
#   ┌─ SB104-front-matter.story:4:1
# 2 │ title: Evolution
#   │ ----- `title` is first set here
# ⋮
# 4 │ title: Revolution
#   │ ^^^^^
#   = help: keep one of the two
#
# 1 error in 1 story
