[0-3s] A person walks towards the sea. [3-6s] They stop. [6-10s] They turn around and smile.
# expect:
# warning[SB109] mark-in-running-text: `[3-6s]` and 1 more mark stand inside the text of shot 1, a mark counts only at the start of its line
#   ┌─ SB109-one-line.story:1:40
# 1 │ [0-3s] A person walks towards the sea. [3-6s] They stop. [6-10s] They turn around and smile.
#   │                                        ^^^^^^ no shot starts here
#   = help: give each mark a line of its own, or write `\` before it where it is text
#   = unsafe fix: start 2 shots here
#
# 1 warning in 1 story
