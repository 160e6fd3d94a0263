---
include: files/peple.yaml
---
Shot 1 [0-5s] @ANNA opens the oven.
# expect:
# error[SB405] missing-file: there is no file `files/peple.yaml` but there is `files/people.yaml`
#   ┌─ SB405-include.story:2:10
# 2 │ include: files/peple.yaml
#   │          ^^^^^^^^^^^^^^^^
#   = help: write `files/people.yaml`
#   = unsafe fix: write `files/people.yaml`
#
# 1 error in 1 story
