第1个镜头（0：00-0：03）灯笼在雨中亮起。
第2个镜头（0：04.5-0：10）一只手伸进热气里。

# expect:
# error[SB202] shot-gap: shot 2 starts at 4.5s but shot 1 ends at 3s
#   ┌─ SB202-clock-gap.story:2:7
# 1 │ 第1个镜头（0：00-0：03）灯笼在雨中亮起。
#   │          --------------- shot 1 is here
# 2 │ 第2个镜头（0：04.5-0：10）一只手伸进热气里。
#   │            ^^^^^^^ 1.5 seconds without a shot
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │  ├───── 1 ──────┤
#   │                         ├─────────── 2 ────────────┤
#   = help: start shot 2 at 3s, or end shot 1 at 4.5s
#   = unsafe fix: start shot 2 at 3s, which makes it 7s long
#
# warning[SB212] part-seconds: shot 2 starts at 4.5s, `wan-2.6-t2v` counts in whole seconds
#   ┌─ SB202-clock-gap.story:2:7
# 2 │ 第2个镜头（0：04.5-0：10）一只手伸进热气里。
#   │            ^^^^^^^
#   = help: write 4 or 5
#
# 1 error, 1 warning in 1 story
