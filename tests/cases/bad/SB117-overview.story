A 10 second video of a wolf: 0-5s: it runs over the snow, 5-10s: it leaps over a stream.
# expect:
# error[SB117] unread-marks: the text names 2 shots, and none of them is read: `0-5s:` and 1 more mark were taken as words
#   ┌─ SB117-overview.story:1:30
# 1 │ A 10 second video of a wolf: 0-5s: it runs over the snow, 5-10s: it leaps over a stream.
#   │                              ^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
