A harbour at night.
Shot 1 [0-2s] Ida lights a lamp.
  camera slow push in
  sound: rain
  music a low drone
Shot 2 [2-5s] The harbour lies in a soft
  light that fades
  to black. A bell rings.
  Camera shake is gone.
  the camera stays
# expect:
# warning[SB106] misspelt-field: `camera` stands here without a colon, so the line is text of the shot
#   ┌─ SB106-field-without-colon.story:3:3
# 3 │   camera slow push in
#   │   ^^^^^^
#   = help: write `camera:`, or `\camera` if it is text
#   = unsafe fix: write `camera:`
#
# warning[SB106] misspelt-field: `music` stands here without a colon, so the line is text of the shot
#   ┌─ SB106-field-without-colon.story:5:3
# 5 │   music a low drone
#   │   ^^^^^
#   = help: write `music:`, or `\music` if it is text
#   = unsafe fix: write `music:`
#
# 2 warnings in 1 story
