A night market in the rain.
Shot 1 [0-2s] A vendor lights a paper lamp.
Shot 2 [2-4s]
Shot 3 [4-10s] Steam rises around a hand.
# expect:
# warning[SB107] empty-shot: shot 2 takes 2s but has no words
#   ┌─ SB107-middle.story:3:1
# 3 │ Shot 2 [2-4s]
#   │ ^^^^^^^^^^^^^ no description
#   = help: write what is seen in shot 2, or delete its mark and give its time to a neighbour
#
# 1 warning in 1 story
