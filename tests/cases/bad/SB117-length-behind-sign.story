A club.
Shot 1 x 3s He sits.
Shot 2 = 2s He plays.
# expect:
# error[SB117] unread-marks: the text names 2 shots, and none of them is read: `3s` and 1 more mark were taken as words
#   ┌─ SB117-length-behind-sign.story:2:10
# 2 │ Shot 1 x 3s He sits.
#   │          ^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
