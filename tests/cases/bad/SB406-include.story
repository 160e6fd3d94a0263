---
include: C:\shared\people.yaml
---
Shot 1 [0-5s] A baker opens the oven.
# expect:
# error[SB406] path-outside-project: `C:\shared\people.yaml` lies outside the project
#   ┌─ SB406-include.story:2:10
# 2 │ include: C:\shared\people.yaml
#   │          ^^^^^^^^^^^^^^^^^^^^^
#   = help: include a file below the project's root, with `/` between its folders
#
# 1 error in 1 story
