---
include: files/itself.yaml
---
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# error[SB409] include-cycle: `itself.yaml` includes itself: files/itself.yaml → files/itself.yaml
#   ┌─ files/itself.yaml:1:10
# 1 │ include: itself.yaml
#   │          ^^^^^^^^^^^
#   = help: take one of these includes out
#
# 1 error in 1 story
