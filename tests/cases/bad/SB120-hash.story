Shot 1 [0-3s] A door marked # 5 opens. # check the raincoat
Shot 2 [3-5s] Room #5. The end.
# expect:
# warning[SB120] private-text: `# check the raincoat` is sent to the model, `#` begins no comment in a story
#   ┌─ SB120-hash.story:1:40
# 1 │ Shot 1 [0-3s] A door marked # 5 opens. # check the raincoat
#   │                                        ^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 1 warning in 1 story
