Shot 1 [0-5s] A lamp is lit.
  picture: files/{{ name }}.png
# expect:
# error[SB404] unknown-variable: `{{ name }}` stands in the name of a picture, variables are read in text, titles and the cast
#   ┌─ SB404-picture.story:2:18
# 2 │   picture: files/{{ name }}.png
#   │                  ^^^^^^^^^^
#   = help: write the words themselves, or set them in a variant
#
# 1 error in 1 story
