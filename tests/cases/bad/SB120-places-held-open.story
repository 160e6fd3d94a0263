Shot 1 [0-3s] A dog runs home. [Insert packshot here]
Shot 2 [3-5s] [TODO]
  [Logo]
Shot 3 [5-10s] The [dog in a red collar] sleeps below a sign, \[Logo] on it.
# expect:
# warning[SB120] private-text: `[Insert packshot here]` is sent to the model, it stands for what is not written yet
#   ┌─ SB120-places-held-open.story:1:32
# 1 │ Shot 1 [0-3s] A dog runs home. [Insert packshot here]
#   │                                ^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `[TODO]` is sent to the model, it stands for what is not written yet
#   ┌─ SB120-places-held-open.story:2:15
# 2 │ Shot 2 [3-5s] [TODO]
#   │               ^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `[Logo]` is sent to the model, it stands for what is not written yet
#   ┌─ SB120-places-held-open.story:3:3
# 3 │   [Logo]
#   │   ^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 3 warnings in 1 story
