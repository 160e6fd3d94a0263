# Dusk
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.
# Night
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# warning[SB604] same-clip-twice: clip 2 has the prompt and the seed of clip 1
#   ┌─ SB604-same-clip-twice.story:4:3
# 1 │ # Dusk
#   │   ---- clip 1 is here
# ⋮
# 4 │ # Night
#   │   ^^^^^
#   = help: change its words, give it a `seed`, or take it out
#
# 1 warning in 1 story
