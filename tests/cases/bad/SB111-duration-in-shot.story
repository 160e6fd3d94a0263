# The market
Shot 1 [0-5s] A vendor lights a paper lamp.
  duration: 5
# expect:
# error[SB111] misplaced-setting: a shot's length stands in its mark, `duration` is that of a clip
#   ┌─ SB111-duration-in-shot.story:3:3
# 3 │   duration: 5
#   │   ^^^^^^^^
#   = help: delete the line
#   = unsafe fix: delete the line
#
# 1 error in 1 story
