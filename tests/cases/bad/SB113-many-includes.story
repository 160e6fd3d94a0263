---
include: files/deep1.yaml
---
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB113] too-large: `deep9.yaml` is include number 9 in a row, the limit is 8
#   ┌─ files/deep8.yaml:1:10
# 1 │ include: deep9.yaml
#   │          ^^^^^^^^^^
#   = help: include the file from a story, or raise `include_depth` under `[limits]` in storyc.toml
#
# 1 error in 1 story
