duration: auto
小贩点亮纸灯笼，一镜到底，全片10秒。
# expect:
# warning[SB125] duration-in-words: the words say `10秒`, and the clip is 5s long
#   ┌─ SB125-one-take.story:2:16
# 2 │ 小贩点亮纸灯笼，一镜到底，全片10秒。
#   │                               ^^^^ not read
#   = help: write `duration: 10`, or `\` before the number if it is not the length of the clip
#   = unsafe fix: set `duration` to 10
#
# 1 warning in 1 story
