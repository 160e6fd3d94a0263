Shot 1 [0-5s] A lamp is lit.
  image: https://example.com/lamp.png
# expect:
# error[SB413] picture-file: `picture` names `https://example.com/lamp.png`, a shot's picture is a file of the project, no address
#   ┌─ SB413-address.story:2:10
# 2 │   image: https://example.com/lamp.png
#   │          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: save the picture in the project and write its path
#
# 1 error in 1 story
