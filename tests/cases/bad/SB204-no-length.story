Cut 1 (5s): A vendor lights a paper lamp.
Cut 2 (0s): Steam rises around a hand.

# expect:
# error[SB204] empty-range: shot 2 is 0s long, a shot needs time
#   ┌─ SB204-no-length.story:2:8
# 2 │ Cut 2 (0s): Steam rises around a hand.
#   │        ^
#   = help: write how long shot 2 is, like `[3s]`
#
# 1 error in 1 story
