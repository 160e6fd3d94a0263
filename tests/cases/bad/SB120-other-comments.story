A night market. /* in the old
harbour? */ Rain.
Shot 1 [0-5s] A vendor lights a paper lamp. <!-- red -->
# expect:
# warning[SB120] private-text: `/* in the old` is sent to the model, it is no sign of a comment in a story
#   ┌─ SB120-other-comments.story:1:17
# 1 │ A night market. /* in the old
#   │                 ^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `<!-- red -->` is sent to the model, it is no sign of a comment in a story
#   ┌─ SB120-other-comments.story:3:45
# 3 │ Shot 1 [0-5s] A vendor lights a paper lamp. <!-- red -->
#   │                                             ^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 2 warnings in 1 story
