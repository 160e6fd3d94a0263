---
include: files/peple.yaml
---
Shot 1 [0-5s] @ANNA opens the oven.
# expect:
# error[SB405] missing-file: there is no file `files/peple.yaml`, there is `files/people.yaml`
#   ┌─ SB405-include.story:2:10
# 2 │ include: files/peple.yaml
#   │          ^^^^^^^^^^^^^^^^
#   = help: write the path from the folder of this file, or from the root after a `/`
#
# 1 error in 1 story
