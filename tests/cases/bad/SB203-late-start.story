Shot 1 [1-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB203] late-start: shot 1 starts at 1s but its clip starts at 0s
#   ┌─ SB203-late-start.story:1:9
# 1 │ Shot 1 [1-3s] A vendor lights a paper lamp.
#   │         ^ 1 second without a shot
#   │  0     1     2     3     4     5
#   │        ├──── 1 ────┤
#   │                    ├──── 2 ────┤
#   = help: start shot 1 at 0s
#   = unsafe fix: start shot 1 at 0s, which makes it 3s long
#
# 1 error in 1 story
