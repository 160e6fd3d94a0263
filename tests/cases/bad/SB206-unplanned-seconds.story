Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-7s] Steam rises around a hand.
Shot 3 [7-12s] The street is empty.

# expect:
# warning[SB206] unplanned-seconds: the shots end at 12s but 15s are paid for: 3 seconds for 0.375 USD
#   ┌─ SB206-unplanned-seconds.story:3:11
# 3 │ Shot 3 [7-12s] The street is empty.
#   │           ^^ 3 seconds without a shot
#   = help: end shot 3 at 15s, or end the shots at 10s
#   = unsafe fix: end shot 3 at 15s, which makes it 8s long
#
# 1 warning in 1 story
