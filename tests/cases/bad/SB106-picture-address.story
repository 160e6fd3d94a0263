Shot 1 [0-5s] A lamp is lit.
  image: https://example.com/lamp.png
# expect:
# warning[SB106] misspelt-field: `image:` is text, a picture is a file of the project, no address
#   ┌─ SB106-picture-address.story:2:3
# 2 │   image: https://example.com/lamp.png
#   │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: save the picture in the project and write its path, or `\image:` if it is text
#
# 1 warning in 1 story
