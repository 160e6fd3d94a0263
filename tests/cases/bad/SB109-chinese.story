0-4秒：少年推开木门，阳光洒进来；4-8秒：他走向窗边；8-10秒：特写他的眼睛。
# expect:
# warning[SB109] mark-in-running-text: `4-8秒` and 1 more mark stand inside the text of shot 1, a mark counts only at the start of its line
#   ┌─ SB109-chinese.story:1:19
# 1 │ 0-4秒：少年推开木门，阳光洒进来；4-8秒：他走向窗边；8-10秒：特写他的眼睛。
#   │                                  ^^^^^ no shot starts here
#   = help: give each mark a line of its own, or write `\` before it where it is text
#   = unsafe fix: start 2 shots here
#
# 1 warning in 1 story
