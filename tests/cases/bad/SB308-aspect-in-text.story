A cinematic 9:16 reel of a night market.
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# warning[SB308] aspect-in-text: `9:16` asks for an upright picture but the size is 1280*720, a wide one
#   ┌─ SB308-aspect-in-text.story:1:13
# 1 │ A cinematic 9:16 reel of a night market.
#   │             ^^^^
#   = help: write `size: 720*1280`, or take the words out
#
# 1 warning in 1 story
