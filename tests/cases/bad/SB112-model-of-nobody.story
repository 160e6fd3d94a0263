model: my own
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.
# expect:
# error[SB112] bad-value: there is no model `my own`
#   ┌─ SB112-model-of-nobody.story:1:8
# 1 │ model: my own
#   │        ^^^^^^
#   = help: name a model that `storyc models` lists
#
# 1 error in 1 story
