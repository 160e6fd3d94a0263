model: none
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.
# expect:
# error[SB112] bad-value: `model` is `none`, but a setting without a value is left out
#   ┌─ SB112-model-none.story:1:8
# 1 │ model: none
#   │        ^^^^
#   = help: delete the line
#   = unsafe fix: delete `model`
#
# 1 error in 1 story
