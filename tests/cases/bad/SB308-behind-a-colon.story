比例：9:16
镜头1（0-5秒）：灯亮着。
# expect:
# warning[SB308] aspect-in-text: `9:16` asks for an upright picture but the size is 1280*720, a wide one
#   ┌─ SB308-behind-a-colon.story:1:4
# 1 │ 比例：9:16
#   │       ^^^^
#   = help: write `size: 720*1280`, or take the words out
#
# 1 warning in 1 story
