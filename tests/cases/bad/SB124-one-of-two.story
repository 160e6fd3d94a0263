duration: 10
镜头1：小贩点亮纸灯笼，约3秒。
镜头2：热气升起，她停留2秒，然后离开。
# expect:
# error[SB124] length-in-words: the mark of shot 1 has no time, and the words say `3秒`
#   ┌─ SB124-one-of-two.story:2:1
# 2 │ 镜头1：小贩点亮纸灯笼，约3秒。
#   │ ^^^^^^^ no time
#   │                          --- its time is here
#   = help: write `[3s]` into the mark, or `\` before the number if it is no time of the shot
#   = unsafe fix: write the time into the mark
#
# 1 error in 1 story
