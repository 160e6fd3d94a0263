A greenhouse at dawn.
Shot 1 | 0:00 | 0:03 | A tomato swells.
Shot 2 | 0:03 | 0:05 | It splits.
# expect:
# error[SB117] unread-marks: the text names 2 shots, and none of them is read: `Shot 1 | 0:00 | 0:03 |` and 1 more mark were taken as words
#   ┌─ SB117-start-and-end-in-cells.story:2:1
# 2 │ Shot 1 | 0:00 | 0:03 | A tomato swells.
#   │ ^^^^^^^^^^^^^^^^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
