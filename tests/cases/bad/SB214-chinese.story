第1个镜头[0-2秒] 老人转身说：“四十年来我每天晚上都把这盏灯带到这里，可是从来没有人来过。”
第2个镜头[2-5秒] 灯塔的灯在转。

# expect:
# warning[SB214] speech-too-long: shot 1 is 2s long but its speech takes 4.5 to 6.9s
#   ┌─ SB214-chinese.story:1:19
# 1 │ 第1个镜头[0-2秒] 老人转身说：“四十年来我每天晚上都把这盏灯带到这里，可是从来没有人来过。”
#   │                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: keep about 35 % of the words, or give shot 1 at least 5s
#
# 1 warning in 1 story
