takes: 2
pick: 5
A night market in the rain.
Shot 1 [0-2s] A vendor lights a paper lamp.
Shot 2 [2-5s] Steam rises around a hand.

# expect:
# error[SB112] bad-value: `pick` is 5 but the clip has 2 takes
#   ┌─ SB112-pick-beyond-takes.story:2:7
# 1 │ takes: 2
#   │        - the takes are set here
# 2 │ pick: 5
#   │       ^
#   = help: pick a take from 1 to 2, or set `takes` to 5
#
# 1 error in 1 story
