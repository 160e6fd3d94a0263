Shot 1 [0-5s] A lamp is lit.
  picture: lamp.png
# expect:
# error[SB413] picture-file: `picture` names `lamp.png`, there is no such file but there is `files/lamp.png`
#   ┌─ SB413-another-folder.story:2:12
# 2 │   picture: lamp.png
#   │            ^^^^^^^^
#   = help: write `files/lamp.png`
#   = unsafe fix: write `files/lamp.png`
#
# 1 error in 1 story
