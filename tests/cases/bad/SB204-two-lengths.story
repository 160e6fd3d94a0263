Shot 1 [0:00-0:03, 4s] A vendor lights a paper lamp.
Shot 2 [0:03-0:05, 2s] Steam rises around a hand.

# expect:
# error[SB204] empty-range: shot 1 is 3s long by its range but 4s by the length beside it
#   ┌─ SB204-two-lengths.story:1:9
# 1 │ Shot 1 [0:00-0:03, 4s] A vendor lights a paper lamp.
#   │         ^^^^^^^^^
#   = help: end the range at 4s, or write 3s beside it
#
# 1 error in 1 story
