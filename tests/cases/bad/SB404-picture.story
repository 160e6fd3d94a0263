Shot 1 [0-5s] A lamp is lit.
  picture: files/{{ name }}.png
# expect:
# error[SB413] picture-file: `picture` names `files/{{ name }}.png`, there is no such file
#   ┌─ SB404-picture.story:2:12
# 2 │   picture: files/{{ name }}.png
#   │            ^^^^^^^^^^^^^^^^^^^^
#   = help: write the path from the folder of this file, or from the project's root after a `/`
#
# error[SB404] unknown-variable: `{{ name }}` stands in the name of a picture, variables are read in text, titles and the cast
#   ┌─ SB404-picture.story:2:18
# 2 │   picture: files/{{ name }}.png
#   │                  ^^^^^^^^^^
#   = help: write the words themselves, or set them in a variant
#
# 2 errors in 1 story
