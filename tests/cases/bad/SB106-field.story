Shot 1 [0-5s] A vendor lights a paper lamp.
  camra: slow push in
  sound: rain
# expect:
# warning[SB106] misspelt-field: `camra:` is text, the field is called `camera:`
#   ┌─ SB106-field.story:2:3
# 2 │   camra: slow push in
#   │   ^^^^^
#   = help: write `camera:`, or `\camra:` if it is text
#   = unsafe fix: write `camera`
#
# 1 warning in 1 story
