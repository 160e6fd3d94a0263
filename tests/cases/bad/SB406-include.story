---
include: C:\shared\people.yaml
---
Shot 1 [0-5s] A baker opens the oven.
# expect:
# error[SB406] path-outside-project: `include` names `C:\shared\people.yaml`, which lies outside the project
#   ┌─ SB406-include.story:2:10
# 2 │ include: C:\shared\people.yaml
#   │          ^^^^^^^^^^^^^^^^^^^^^
#   = help: put the file below the project's root and write its path with `/` between folders
#
# 1 error in 1 story
