Film noir. [Shot 1] A lamp on a quay. [Shot 2] A hand turns it down.
# expect:
# error[SB117] unread-marks: the text names 2 shots, and none of them is read: `[Shot 1]` and 1 more mark were taken as words
#   ┌─ SB117-bracketed-labels.story:1:12
# 1 │ Film noir. [Shot 1] A lamp on a quay. [Shot 2] A hand turns it down.
#   │            ^^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
