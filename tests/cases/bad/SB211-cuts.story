Cut 1 (4s): A vendor lights a paper lamp.
Cut 2 (1s): Steam rises around a hand.

# expect:
# warning[SB211] shot-too-short: shot 2 is 1s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB211-cuts.story:2:7
# 2 │ Cut 2 (1s): Steam rises around a hand.
#   │       ^^^^
#   = help: give shot 2 at least 2s, or join it with its neighbour
#
# 1 warning in 1 story
