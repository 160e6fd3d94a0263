Shot 1 [0-5s] A lamp is lit.
  picture: ../lamp.png
# expect:
# error[SB413] picture-file: `picture` names `../lamp.png`, which lies outside the project
#   ┌─ SB413-outside.story:2:12
# 2 │   picture: ../lamp.png
#   │            ^^^^^^^^^^^
#   = help: put the file below the project's root and write its path with `/` between folders
#
# 1 error in 1 story
