frames: ../boards
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB413] picture-file: `frames` names `../boards`, which lies outside the project
#   ┌─ SB413-frames-outside.story:1:9
# 1 │ frames: ../boards
#   │         ^^^^^^^^^
#   = help: put the folder below the project's root
#
# 1 error in 1 story
