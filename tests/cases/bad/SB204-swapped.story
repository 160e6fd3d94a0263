Shot 1 [3-0s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB204] empty-range: shot 1 ends at 0s but starts at 3s
#   ┌─ SB204-swapped.story:1:11
# 1 │ Shot 1 [3-0s] A vendor lights a paper lamp.
#   │           ^ not after its start
#   = help: swap the two: `0-3`
#
# 1 error in 1 story
