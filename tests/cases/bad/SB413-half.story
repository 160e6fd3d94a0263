Shot 1 [0-5s] A lamp is lit.
  picture: files/half.png
# expect:
# error[SB413] picture-file: `files/half.png` breaks off: the end of its PNG is missing
#   ┌─ SB413-half.story:2:12
# 2 │   picture: files/half.png
#   │            ^^^^^^^^^^^^^^
#   = help: copy or save the file again
#
# 1 error in 1 story
