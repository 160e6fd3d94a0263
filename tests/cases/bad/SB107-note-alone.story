Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] [[ what happens here? ]]
# expect:
# warning[SB107] empty-shot: shot 2 takes 2s but has no words
#   ┌─ SB107-note-alone.story:2:1
# 2 │ Shot 2 [3-5s] [[ what happens here? ]]
#   │ ^^^^^^^^^^^^^ no description
#   = help: write what is seen in shot 2, or delete its mark and give its time to a neighbour
#
# 1 warning in 1 story
