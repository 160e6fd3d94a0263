Shot 1: A vendor lights a paper lamp.
duration: 5
# expect:
# error[SB218] time-below-mark: `duration: 5` stands below its shot's mark, a mark holds its own time
#   ┌─ SB218-duration-alone.story:1:1
# 1 │ Shot 1: A vendor lights a paper lamp.
#   │ ^^^^^^^ no time
# 2 │ duration: 5
#   │ ----------- its time is here
#   = help: write `[5s]` into the mark
#   = unsafe fix: write the time into the mark
#
# 1 error in 1 story
