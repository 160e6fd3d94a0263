A film about a dog.
1. a dog runs 5 seconds
2. it sleeps for 4 seconds
# expect:
# error[SB117] unread-marks: the text names 2 shots, and none of them is read: `5 seconds` and 1 more mark were taken as words
#   ┌─ SB117-numbered-list.story:2:15
# 2 │ 1. a dog runs 5 seconds
#   │               ^^^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
