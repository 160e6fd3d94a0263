A night market in the rain.
***
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# notice[SB215] stray-break: a break stands before the clip's first shot, it only opens the closing text after the last shot
#   ┌─ SB215-stray-break.story:2:1
# 2 │ ***
#   │ ^^^
#   = help: delete the line
#   = safe fix: delete the break
#
# 1 notice in 1 story
