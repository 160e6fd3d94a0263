A cafe.
Shot 1 [0-3s] Anna enters.
CAM: slow push in
LX: warm lamp
VFX: dust motes
Shot 2 [3-5s] Tom looks up.
SND: door bell
MX: piano
# expect:
# warning[SB106] misspelt-field: `CAM:` is text, the field is called `camera:`
#   ┌─ SB106-crew-words.story:3:1
# 3 │ CAM: slow push in
#   │ ^^^
#   = help: write `camera:`, or `\CAM:` if it is text
#   = unsafe fix: write `camera`
#
# warning[SB106] misspelt-field: `LX:` is text, the field is called `light:`
#   ┌─ SB106-crew-words.story:4:1
# 4 │ LX: warm lamp
#   │ ^^
#   = help: write `light:`, or `\LX:` if it is text
#   = unsafe fix: write `light`
#
# warning[SB106] misspelt-field: `SND:` is text, the field is called `sound:`
#   ┌─ SB106-crew-words.story:7:1
# 7 │ SND: door bell
#   │ ^^^
#   = help: write `sound:`, or `\SND:` if it is text
#   = unsafe fix: write `sound`
#
# warning[SB106] misspelt-field: `MX:` is text, the field is called `music:`
#   ┌─ SB106-crew-words.story:8:1
# 8 │ MX: piano
#   │ ^^
#   = help: write `music:`, or `\MX:` if it is text
#   = unsafe fix: write `music`
#
# 4 warnings in 1 story
