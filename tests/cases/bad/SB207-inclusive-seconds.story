A night market in the rain.
0-3s: A vendor lights a paper lamp.
4-8s: Steam rises around a hand.
9-12s: A child looks up.
13-15s: The street is empty.

# expect:
# error[SB207] inclusive-seconds: shot 2 starts at 4s, a second after shot 1 ends at 3s, and so does each later shot: a range ends where the next one starts
#   ┌─ SB207-inclusive-seconds.story:3:1
# 2 │ 0-3s: A vendor lights a paper lamp.
#   │ ---- shot 1 is here
# 3 │ 4-8s: Steam rises around a hand.
#   │ ^ starts at 3s
#   │  0   1   2   3   4   5   6   7   8   9   10  11  12  13  14  15
#   │  ├──── 1 ────┤
#   │                  ├────── 2 ──────┤
#   │                                      ├──── 3 ────┤
#   │                                                      ├── 4 ──┤
#   = help: start each shot where the one before it ends
#   = unsafe fix: start each shot where the one before it ends, up to 15s
#
# 1 error in 1 story
