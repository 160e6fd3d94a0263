# The market
duraton: 5
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# warning[SB106] misspelt-field: `duraton:` is text, the setting is called `duration:`
#   ┌─ SB106-setting.story:2:1
# 2 │ duraton: 5
#   │ ^^^^^^^
#   = help: write `duration:`, or `\duraton:` if it is text
#   = unsafe fix: write `duration`
#
# 1 warning in 1 story
