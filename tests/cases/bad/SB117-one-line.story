[0-3s] A person walks towards the sea. [3-6s] They stop. [6-10s] They turn around and smile.
# expect:
# error[SB117] unread-marks: the text names 3 shots, and 1 of them is read: `[3-6s]` and 1 more mark were taken as words
#   ┌─ SB117-one-line.story:1:40
# 1 │ [0-3s] A person walks towards the sea. [3-6s] They stop. [6-10s] They turn around and smile.
#   │                                        ^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
