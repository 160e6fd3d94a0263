Shot 1 [0-5s] A vendor lights a paper lamp. // the client's idea
  camera: slow push in // or static?
  - **Note:** bring an umbrella
  TODO: ask the client
# expect:
# warning[SB120] private-text: `// the client's idea` is sent to the model, a comment stands on a line of its own
#   ┌─ SB120-behind-words.story:1:45
# 1 │ Shot 1 [0-5s] A vendor lights a paper lamp. // the client's idea
#   │                                             ^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `// or static?` is sent to the model, a comment stands on a line of its own
#   ┌─ SB120-behind-words.story:2:24
# 2 │   camera: slow push in // or static?
#   │                        ^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `- **Note:** bring an umbrella` is sent to the model, a note is written in `[[ … ]]`
#   ┌─ SB120-behind-words.story:3:3
# 3 │   - **Note:** bring an umbrella
#   │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 3 warnings in 1 story
