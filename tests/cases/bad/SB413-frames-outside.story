frames: ../boards
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB413] picture-file: `frames` names `../boards`, which lies outside the project
#   ┌─ SB413-frames-outside.story:1:9
# 1 │ frames: ../boards
#   │         ^^^^^^^^^
#   = help: put the file below the project's root and write its path with `/` between folders
#
# 1 error in 1 story
