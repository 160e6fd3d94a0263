size: 720*1280
写实风格，横屏，夜市。
第1个镜头[0-3秒] 灯笼在雨中亮起。
第2个镜头[3-5秒] 一只手伸进热气里。

# expect:
# warning[SB308] aspect-in-text: `横屏` asks for a wide picture but the size is 720*1280, an upright one
#   ┌─ SB308-upright-size.story:2:6
# 1 │ size: 720*1280
#   │       -------- the size is set here
# 2 │ 写实风格，横屏，夜市。
#   │           ^^^^
#   = help: write `size: 1280*720`, or take the words out
#
# 1 warning in 1 story
