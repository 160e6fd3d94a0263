Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 3 [3-5s] Steam rises around a hand.

# expect:
# warning[SB213] misnumbered-shot: `Shot 3` is shot 2 of its clip
#   ┌─ SB213-misnumbered-shot.story:2:6
# 2 │ Shot 3 [3-5s] Steam rises around a hand.
#   │      ^
#   = help: write the number 2
#   = safe fix: write the number 2
#
# 1 warning in 1 story
