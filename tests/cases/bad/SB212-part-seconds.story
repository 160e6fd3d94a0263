Shot 1 [0-2.5s] A vendor lights a paper lamp.
Shot 2 [2.5-5s] Steam rises around a hand.

# expect:
# warning[SB212] part-seconds: shot 1 ends at 2.5s, `wan-2.6-t2v` counts in whole seconds
#   ┌─ SB212-part-seconds.story:1:11
# 1 │ Shot 1 [0-2.5s] A vendor lights a paper lamp.
#   │           ^^^
#   = help: write 2 or 3
#
# 1 warning in 1 story
