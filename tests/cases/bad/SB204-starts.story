duration: 10
Shot 1 [0s] A lamp.
Shot 2 (3s): A hand.
Shot 3 [7s] A door.
# expect:
# error[SB204] empty-range: shot 1 is 0s long; the times look like the starts of the 3 shots
#   ┌─ SB204-starts.story:2:9
# 2 │ Shot 1 [0s] A lamp.
#   │         ^
#   = help: write when each shot starts and ends: `0-3s`, `3-7s`
#   = unsafe fix: write starts and ends
#
# 1 error in 1 story
