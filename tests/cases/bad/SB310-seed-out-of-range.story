seed: -1
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB310] seed-out-of-range: `seed` is -1, `wan-2.6-t2v` takes 0 to 2147483647
#   ┌─ SB310-seed-out-of-range.story:1:7
# 1 │ seed: -1
#   │       ^^
#   = help: delete the line to have a seed derived
#
# 1 error in 1 story
