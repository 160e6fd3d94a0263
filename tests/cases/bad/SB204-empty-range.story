Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-3s] Steam rises around a hand.

# expect:
# error[SB204] empty-range: shot 2 ends at 3s but starts at 3s
#   ┌─ SB204-empty-range.story:2:11
# 2 │ Shot 2 [3-3s] Steam rises around a hand.
#   │           ^ not after its start
#   = help: end shot 2 after its start
#
# 1 error in 1 story
