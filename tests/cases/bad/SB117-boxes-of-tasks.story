A greenhouse.
- [ ] Shot 1 [0-3s] A tomato swells.
- [x] Shot 2 [3-5s] It splits.
# expect:
# error[SB117] unread-marks: the text names 2 shots, and none of them is read: `Shot 1 [0-3s]` and 1 more mark were taken as words
#   ┌─ SB117-boxes-of-tasks.story:2:7
# 2 │ - [ ] Shot 1 [0-3s] A tomato swells.
#   │       ^^^^^^^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
