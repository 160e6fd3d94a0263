A night market in the rain.
Shot 1 (0:00-0:02): A vendor lights a paper lamp.
Shot 2 (0:05-0:10): Steam rises around a hand.
Shot 3 (0:02-0:05): A child looks up.

# expect:
# error[SB219] shots-out-of-order: shot 3 starts at 2s but stands behind shot 2, which starts at 5s
#   ┌─ SB219-clocks.story:4:8
# 3 │ Shot 2 (0:05-0:10): Steam rises around a hand.
#   │        ----------- shot 2 is here
# 4 │ Shot 3 (0:02-0:05): A child looks up.
#   │        ^^^^^^^^^^^ stands too late
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │                           ├────────── 2 ───────────┤
#   │            ├───── 3 ──────┤
#   = help: put shot 3 before shot 2
#   = unsafe fix: put the shots in the order of their times
#
# 1 error in 1 story
