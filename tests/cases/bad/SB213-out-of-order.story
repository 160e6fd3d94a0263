Shot 1 [0-2s] A vendor lights a paper lamp.
Shot 3 [6-8s] Steam rises around a hand.
Shot 2 [2-4s] The hand opens.
# expect:
# warning[SB213] misnumbered-shot: `Shot 3` is shot 2 of its clip
#   ┌─ SB213-out-of-order.story:2:6
# 2 │ Shot 3 [6-8s] Steam rises around a hand.
#   │      ^
#   = help: put the shots in their order, or write the number 2
#
# error[SB202] shot-gap: shot 2 starts at 6s but shot 1 ends at 2s
#   ┌─ SB213-out-of-order.story:2:9
# 1 │ Shot 1 [0-2s] A vendor lights a paper lamp.
#   │        ------ shot 1 is here
# 2 │ Shot 3 [6-8s] Steam rises around a hand.
#   │         ^ 4 seconds without a shot
#   │  0    1    2    3    4    5    6    7    8
#   │  ├─── 1 ───┤
#   │                                ├─── 2 ───┤
#   = help: start shot 2 at 2s, or end shot 1 at 6s
#   = unsafe fix: start shot 2 at 2s, which makes it 6s long
#
# warning[SB213] misnumbered-shot: `Shot 2` is shot 3 of its clip
#   ┌─ SB213-out-of-order.story:3:6
# 3 │ Shot 2 [2-4s] The hand opens.
#   │      ^
#   = help: put the shots in their order, or write the number 3
#
# error[SB201] shot-overlap: shot 3 starts at 2s but shot 2 ends at 8s
#   ┌─ SB213-out-of-order.story:3:8
# 2 │ Shot 3 [6-8s] Steam rises around a hand.
#   │        ------ shot 2 is here
# 3 │ Shot 2 [2-4s] The hand opens.
#   │        ^^^^^^ before shot 2
#   │  0    1    2    3    4    5    6    7    8
#   │                                ├─── 2 ───┤
#   │            ├─── 3 ───┤
#   = help: start shot 3 at 8s, or put it before shot 2
#
# 2 errors, 2 warnings in 1 story
