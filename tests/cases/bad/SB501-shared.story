---
title: The market
multi_shots: false
---
# The market
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.
# The alley
Shot 1 [0-5s] A cat crosses the alley.

# expect:
# error[SB501] multi-shots-off: `multi_shots` is `false` but the clip has 2 shots
#   ┌─ SB501-shared.story:3:14
# 3 │ multi_shots: false
#   │              ^^^^^
# ⋮
# 7 │ Shot 2 [3-5s] Steam rises around a hand.
#   │        ------ the second shot is here
#   = help: delete the line, or make one shot of the clip
#   = safe fix: delete `multi_shots`: it follows from the number of shots
#
# 1 error in 1 story
