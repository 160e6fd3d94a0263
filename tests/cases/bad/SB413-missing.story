Shot 1 [0-5s] A lamp is lit.
  picture: files/lmap.png
# expect:
# error[SB413] picture-file: `picture` names `files/lmap.png`, there is no such file but there is `files/lamp.png`
#   ┌─ SB413-missing.story:2:12
# 2 │   picture: files/lmap.png
#   │            ^^^^^^^^^^^^^^
#   = help: write `files/lamp.png`
#   = unsafe fix: write `files/lamp.png`
#
# 1 error in 1 story
