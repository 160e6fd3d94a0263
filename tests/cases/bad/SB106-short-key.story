尺：10秒
カット1 [0-5秒] 雨の街。
カット2 [5-10秒] 傘。
# expect:
# warning[SB106] misspelt-field: `尺:` is text and is sent to the model, the setting is called `duration:`
#   ┌─ SB106-short-key.story:1:1
# 1 │ 尺：10秒
#   │ ^^
#   = help: write `duration:`, or `\尺:` if it is text
#   = unsafe fix: write `duration`
#
# 1 warning in 1 story
