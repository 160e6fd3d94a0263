Shot 1 [0-72f] A vendor lights a paper lamp.
Shot 2 [72-120f] Steam rises around a hand.

# expect:
# error[SB208] seconds-frames: `0-72f` counts frames, a clip is timed in seconds
#   ┌─ SB208-frames.story:1:9
# 1 │ Shot 1 [0-72f] A vendor lights a paper lamp.
#   │         ^^^^^
#   = help: write the shot's start and end in seconds, like `[0-3s]`
#
# error[SB208] seconds-frames: `72-120f` counts frames, a clip is timed in seconds
#   ┌─ SB208-frames.story:2:9
# 2 │ Shot 2 [72-120f] Steam rises around a hand.
#   │         ^^^^^^^
#   = help: write the shot's start and end in seconds, like `[0-3s]`
#
# 2 errors in 1 story
