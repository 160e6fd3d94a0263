Shot 1 [0-5s] A lamp is lit.
  light:
  sound: rain
  sound: thunder
Shot 2 [5-10s] It goes out.
  camera: pan left
  camera: pan right
# expect:
# warning[SB136] field-without-words: `light` has no words and is left out
#   ┌─ SB136-empty-and-twice.story:2:3
# 2 │   light:
#   │   ^^^^^
#   = help: say it, or delete the line
#
# warning[SB136] field-without-words: shot 2 has `camera` twice, and both are sent as one
#   ┌─ SB136-empty-and-twice.story:7:3
# 6 │   camera: pan left
#   │   ------ it stands here too
# 7 │   camera: pan right
#   │   ^^^^^^
#   = help: write one line, `camera: … , then …`, or delete one of the two
#
# 2 warnings in 1 story
