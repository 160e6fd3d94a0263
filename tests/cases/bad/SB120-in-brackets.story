Shot 1 [0-5s] A lamp burns low.
  (NOTE: the client wants red)
  He reads [a note: torn].
  [NB: rain on the day]
# expect:
# warning[SB120] private-text: `(NOTE: the client wants red)` is sent to the model, a note is written in `[[ … ]]`
#   ┌─ SB120-in-brackets.story:2:3
# 2 │   (NOTE: the client wants red)
#   │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `[NB: rain on the day]` is sent to the model, a note is written in `[[ … ]]`
#   ┌─ SB120-in-brackets.story:4:3
# 4 │   [NB: rain on the day]
#   │   ^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 2 warnings in 1 story
