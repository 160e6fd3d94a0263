Shot 1 [0-5s] A lamp is lit.
  pictur: files/lamp.png
# expect:
# warning[SB106] misspelt-field: `pictur:` is text, the field that names a shot's picture is `picture:`
#   ┌─ SB106-picture-slip.story:2:3
# 2 │   pictur: files/lamp.png
#   │   ^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `picture: files/lamp.png`, or `\pictur:` if it is text
#   = unsafe fix: write `picture`
#
# 1 warning in 1 story
