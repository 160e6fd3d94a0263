multi_shots: false
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB501] multi-shots-off: `multi_shots` is `false` but the clip has 2 shots
#   ┌─ SB501-multi-shots-off.story:1:14
# 1 │ multi_shots: false
#   │              ^^^^^
# ⋮
# 3 │ Shot 2 [3-5s] Steam rises around a hand.
#   │        ------ the second shot is here
#   = help: delete the line, or make one shot of the clip
#   = safe fix: delete `multi_shots`: it follows from the number of shots
#
# 1 error in 1 story
