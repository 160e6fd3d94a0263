Shot 1 [0-1s] A vendor lights a paper lamp.
Shot 2 [1-5s] Steam rises around a hand.

# expect:
# warning[SB211] shot-too-short: shot 1 is 1s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB211-shot-too-short.story:1:8
# 1 │ Shot 1 [0-1s] A vendor lights a paper lamp.
#   │        ^^^^^^
#   = help: give shot 1 at least 2s, or join it with its neighbour
#
# 1 warning in 1 story
