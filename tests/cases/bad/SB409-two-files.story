---
include: files/circle-a.yaml
---
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# error[SB409] include-cycle: `circle-a.yaml` includes itself: files/circle-a.yaml → files/circle-b.yaml → files/circle-a.yaml
#   ┌─ files/circle-b.yaml:1:10
# 1 │ include: circle-a.yaml
#   │          ^^^^^^^^^^^^^
#   = help: take one of these includes out
#
# 1 error in 1 story
