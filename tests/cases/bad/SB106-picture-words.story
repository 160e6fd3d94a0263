Shot 1 [0-5s] A lamp is lit.
  picture: a lamp on a table
# expect:
# warning[SB106] misspelt-field: `picture:` is text, it names no file that ends in .png, .jpg, .jpeg or .webp
#   ┌─ SB106-picture-words.story:2:3
# 2 │   picture: a lamp on a table
#   │   ^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write the path of the shot's picture, or `\picture:` if it is text
#
# 1 warning in 1 story
