THE CAFE
by Jo Miller
Draft 2, 12 March

A cafe by the sea.
V8 engines roar past.
Shot 1 [0-5s] Anna ~~enters~~ leaves. ((ask Jo about the coat))
# expect:
# warning[SB120] private-text: `by Jo Miller` is sent to the model, it is of the document
#   ┌─ SB120-of-the-writer.story:2:1
# 2 │ by Jo Miller
#   │ ^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `Draft 2, 12 March` is sent to the model, it is of the document
#   ┌─ SB120-of-the-writer.story:3:1
# 3 │ Draft 2, 12 March
#   │ ^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `~~enters~~` is sent to the model, it is struck out
#   ┌─ SB120-of-the-writer.story:7:20
# 7 │ Shot 1 [0-5s] Anna ~~enters~~ leaves. ((ask Jo about the coat))
#   │                    ^^^^^^^^^^
#   = help: take it out
#   = unsafe fix: take it out
#
# warning[SB120] private-text: `((ask Jo about the coat))` is sent to the model, a note is written in `[[ … ]]`
#   ┌─ SB120-of-the-writer.story:7:39
# 7 │ Shot 1 [0-5s] Anna ~~enters~~ leaves. ((ask Jo about the coat))
#   │                                       ^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 4 warnings in 1 story
