Shot 1 [0-5s] A lamp is lit.
  Bild: files/lamp.gif
# expect:
# warning[SB106] misspelt-field: `Bild:` is text, a shot's picture is a file that ends in .png, .jpg, .jpeg or .webp
#   ┌─ SB106-picture-gif.story:2:3
# 2 │   Bild: files/lamp.gif
#   │   ^^^^^^^^^^^^^^^^^^^^
#   = help: save it as PNG or JPEG, and write that name, or `\Bild:` if it is text
#
# 1 warning in 1 story
