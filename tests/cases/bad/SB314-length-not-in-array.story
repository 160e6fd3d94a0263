---
model: rows@segmind
---
# Dusk
duration: 6
Shot 1 [0-3s] A lamp is lit.
Shot 2 [3-5s] A hand reaches in.

# Night
Shot 1 [0-2.5s] The lamp goes out.
Shot 2 [2.5-5s] A hand reaches in.
# expect:
# error[SB314] length-not-in-array: the shots last 5 seconds together, `rows` makes a clip of 6 seconds and needs as many in its shots
#   ┌─ SB314-length-not-in-array.story:7:11
# 7 │ Shot 2 [3-5s] A hand reaches in.
#   │           ^
#   │  0    1    2    3    4    5    6
#   │  ├───── 1 ──────┤
#   │                 ├─── 2 ───┤
#   = help: let the last shot end at 6s, or change the clip's length
#   = unsafe fix: let the last shot end at 6s
#
# error[SB314] length-not-in-array: shot 1 ends at 2.5s, `rows` is told whole seconds of each shot
#    ┌─ SB314-length-not-in-array.story:10:11
# 10 │ Shot 1 [0-2.5s] The lamp goes out.
#    │           ^^^
#    = help: write whole seconds
#    = unsafe fix: write the nearest whole seconds
#
# 2 errors in 1 story
