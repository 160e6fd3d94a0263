duration: 10
0-2秒：摊主点亮纸灯。
2秒-结束：一只手伸过来。
5-10秒：蒸汽升起。
# expect:
# error[SB217] open-end: shot 2 runs to the end of the clip but shot 3 follows it
#   ┌─ SB217-not-the-last.story:3:1
# 3 │ 2秒-结束：一只手伸过来。
#   │ ^^^^^^^^ no end
# 4 │ 5-10秒：蒸汽升起。
#   │ ------ shot 3 is here
#   = help: write where shot 2 ends, like `[2-5s]`
#
# 1 error in 1 story
