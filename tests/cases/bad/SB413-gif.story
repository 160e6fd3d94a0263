Shot 1 [0-5s] A lamp is lit.
  Bild: files/lamp.gif
# expect:
# error[SB413] picture-file: `picture` names `files/lamp.gif`, a shot's picture is a file that ends in .png, .jpg, .jpeg or .webp
#   ┌─ SB413-gif.story:2:9
# 2 │   Bild: files/lamp.gif
#   │         ^^^^^^^^^^^^^^
#   = help: write `files/lamp.png`
#   = unsafe fix: write `files/lamp.png`
#
# 1 error in 1 story
