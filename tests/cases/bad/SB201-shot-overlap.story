A night market in the rain.
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [2-5s] Hard cut: steam rises around a hand.

# expect:
# error[SB201] shot-overlap: shot 2 starts at 2s but shot 1 ends at 3s
#   ┌─ SB201-shot-overlap.story:3:8
# 2 │ Shot 1 [0-3s] A vendor lights a paper lamp.
#   │        ------ shot 1 is here
# 3 │ Shot 2 [2-5s] Hard cut: steam rises around a hand.
#   │        ^^^^^^ 1 second in both shots
#   │  0     1     2     3     4     5
#   │  ├─────── 1 ───────┤
#   │              ├─────── 2 ───────┤
#   = help: start shot 2 at 3s, or end shot 1 at 2s
#
# 1 error in 1 story
