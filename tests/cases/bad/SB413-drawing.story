Shot 1 [0-5s] A lamp is lit.
  picture: files/drawing.png
# expect:
# error[SB413] picture-file: `files/drawing.png` is an SVG drawing, a shot's picture is a PNG, JPEG or WebP
#   ┌─ SB413-drawing.story:2:12
# 2 │   picture: files/drawing.png
#   │            ^^^^^^^^^^^^^^^^^
#   = help: save it as PNG or JPEG
#
# 1 error in 1 story
