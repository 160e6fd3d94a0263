Shot 1 [00:01-00:03] A vendor lights a paper lamp.
Shot 2 [00:04-00:06] Steam rises around a hand.
Shot 3 [00:07-00:10] The street is empty.

# expect:
# error[SB207] inclusive-seconds: shot 2 starts at 4s, a second after shot 1 ends at 3s, and so does each later shot: a range ends where the next one starts
#   ┌─ SB207-from-one.story:2:9
# 1 │ Shot 1 [00:01-00:03] A vendor lights a paper lamp.
#   │        ------------- shot 1 is here
# 2 │ Shot 2 [00:04-00:06] Steam rises around a hand.
#   │         ^^^^^ starts at 3s
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │       ├─── 1 ───┤
#   │                      ├─── 2 ───┤
#   │                                     ├───── 3 ──────┤
#   = help: start shot 1 at 0s, and each other shot where the one before it ends
#   = unsafe fix: start shot 1 at 0s, and each other shot where the one before it ends, up to 10s
#
# 1 error in 1 story
