A night market in the rain.
Shot 1 [0-2s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB202] shot-gap: shot 2 starts at 3s but shot 1 ends at 2s
#   ┌─ SB202-shot-gap.story:3:9
# 2 │ Shot 1 [0-2s] A vendor lights a paper lamp.
#   │        ------ shot 1 is here
# 3 │ Shot 2 [3-5s] Steam rises around a hand.
#   │         ^ 1 second without a shot
#   │  0     1     2     3     4     5
#   │  ├──── 1 ────┤
#   │                    ├──── 2 ────┤
#   = help: start shot 2 at 2s, or end shot 1 at 3s
#   = unsafe fix: start shot 2 at 2s, which makes it 3s long
#
# 1 error in 1 story
