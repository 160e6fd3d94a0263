picture: files/lamp.png
Shot 1 [0-5s] A lamp is lit.
# expect:
# warning[SB106] misspelt-field: `files/lamp.png` is text here, a picture belongs to a shot
#   ┌─ SB106-picture-above.story:1:1
# 1 │ picture: files/lamp.png
#   │ ^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write the line below the mark of its shot, or `\` before it if it is text
#
# 1 warning in 1 story
