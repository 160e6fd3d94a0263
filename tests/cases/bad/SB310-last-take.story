seed: 2147483646
takes: 3
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB310] seed-out-of-range: take 3 has the seed 2147483648, `wan-2.6-t2v` takes 0 to 2147483647
#   ┌─ SB310-last-take.story:1:7
# 1 │ seed: 2147483646
#   │       ^^^^^^^^^^
# 2 │ takes: 3
#   │        - the takes are set here
#   = help: write a seed of 2147483645 or less, or fewer takes
#
# 1 error in 1 story
