Shot 1 [0:00-0:05] A forge at golden hour. Shot 2 [0:05-0:10] Sparks fly, and a blade is quenched.
# expect:
# error[SB117] unread-marks: the text names 2 shots, and 1 of them is read: `Shot 2 [0:05-0:10]` was taken as words
#   ┌─ SB117-labels.story:1:44
# 1 │ Shot 1 [0:00-0:05] A forge at golden hour. Shot 2 [0:05-0:10] Sparks fly, and a blade is quench…
#   │                                            ^^^^^^^^^^^^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 1 shot here
#
# 1 error in 1 story
