A night market in the rain.
Shot 1 (0:00-0:02): A vendor lights a paper lamp.
Shot 2 (0:05-0:10): Steam rises around a hand.
Shot 3 (0:02-0:05): A child looks up.

# expect:
# error[SB202] shot-gap: shot 2 starts at 5s but shot 1 ends at 2s
#   ┌─ SB201-clocks-out-of-order.story:3:9
# 2 │ Shot 1 (0:00-0:02): A vendor lights a paper lamp.
#   │        ----------- shot 1 is here
# 3 │ Shot 2 (0:05-0:10): Steam rises around a hand.
#   │         ^^^^ 3 seconds without a shot
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │  ├─── 1 ───┤
#   │                           ├────────── 2 ───────────┤
#   = help: start shot 2 at 2s, or end shot 1 at 5s
#   = unsafe fix: start shot 2 at 2s, which makes it 8s long
#
# error[SB201] shot-overlap: shot 3 starts at 2s but shot 2 ends at 10s
#   ┌─ SB201-clocks-out-of-order.story:4:8
# 3 │ Shot 2 (0:05-0:10): Steam rises around a hand.
#   │        ----------- shot 2 is here
# 4 │ Shot 3 (0:02-0:05): A child looks up.
#   │        ^^^^^^^^^^^ before shot 2
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │                           ├────────── 2 ───────────┤
#   │            ├───── 3 ──────┤
#   = help: start shot 3 at 10s, or put it before shot 2
#
# 2 errors in 1 story
