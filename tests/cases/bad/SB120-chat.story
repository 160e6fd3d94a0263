Sure! Here's your storyboard prompt:

Shot 1 [0-2s] A lamp is lit.
Shot 2 [2-5s] A boy looks up.

Let me know if you'd like me to adjust the pacing!
# expect:
# warning[SB120] private-text: `Sure! Here's your storyboard prompt:` is sent to the model, it is said to you
#   ┌─ SB120-chat.story:1:1
# 1 │ Sure! Here's your storyboard prompt:
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `Let me know if you'd like me to adjust t` is sent to the model, it is said to you
#   ┌─ SB120-chat.story:6:1
# 6 │ Let me know if you'd like me to adjust the pacing!
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 2 warnings in 1 story
