# The market
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.
# The alley
Shot 3 [5-8s] A cat crosses the alley.
Shot 4 [8-10s] It looks back.

# expect:
# error[SB203] late-start: shot 1 starts at 5s but its clip starts at 0s
#   ┌─ SB203-film-times.story:5:9
# 5 │ Shot 3 [5-8s] A cat crosses the alley.
#   │         ^ 5 seconds without a shot
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │                           ├───── 1 ──────┤
#   │                                          ├─── 2 ───┤
#   = help: start shot 1 at 0s: times begin at 0 again under each heading
#   = unsafe fix: count the clip's times from 0s, 5s earlier
#
# 1 error in 1 story
