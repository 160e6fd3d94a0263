duration = 10
Shot 1 [0-4s] A lamp burns low.
  CAMERA - slow push in
  light = blue
  music — a cello — swells
Shot 2 [4-10s] A hand turns it off.
# expect:
# warning[SB106] misspelt-field: `duration =` is text and is sent to the model, a key ends with a colon
#   ┌─ SB106-no-colon.story:1:1
# 1 │ duration = 10
#   │ ^^^^^^^^^^
#   = help: write `duration:`, or `\duration` if it is text
#   = unsafe fix: write `duration:`
#
# warning[SB106] misspelt-field: `CAMERA -` is text and is sent to the model, a key ends with a colon
#   ┌─ SB106-no-colon.story:3:3
# 3 │   CAMERA - slow push in
#   │   ^^^^^^^^
#   = help: write `CAMERA:`, or `\CAMERA` if it is text
#   = unsafe fix: write `CAMERA:`
#
# warning[SB106] misspelt-field: `light =` is text and is sent to the model, a key ends with a colon
#   ┌─ SB106-no-colon.story:4:3
# 4 │   light = blue
#   │   ^^^^^^^
#   = help: write `light:`, or `\light` if it is text
#   = unsafe fix: write `light:`
#
# 3 warnings in 1 story
