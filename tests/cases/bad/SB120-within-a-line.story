Shot 1 [0-3s] A dog runs (client: too dark?) home.
  sound: rain [note: ask Ben]
Shot 2 [3-5s] A letter (a note: torn) lies on the mat.
# expect:
# warning[SB120] private-text: `(client: too dark?)` is sent to the model, a note is written in `[[ … ]]`
#   ┌─ SB120-within-a-line.story:1:26
# 1 │ Shot 1 [0-3s] A dog runs (client: too dark?) home.
#   │                          ^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `[note: ask Ben]` is sent to the model, a note is written in `[[ … ]]`
#   ┌─ SB120-within-a-line.story:2:15
# 2 │   sound: rain [note: ask Ben]
#   │               ^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 2 warnings in 1 story
