0-4秒：少年推开木门，阳光洒进来；4-8秒：他走向窗边；8-10秒：特写他的眼睛。
# expect:
# error[SB117] unread-marks: the text names 3 shots, and 1 of them is read: `4-8秒：` and 1 more mark were taken as words
#   ┌─ SB117-chinese.story:1:19
# 1 │ 0-4秒：少年推开木门，阳光洒进来；4-8秒：他走向窗边；8-10秒：特写他的眼睛。
#   │                                  ^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
