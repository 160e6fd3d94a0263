A shop window in the snow. 1-4s: A child presses her nose to the glass; 5-9s: a train set starts to move.

# expect:
# warning[SB109] mark-in-running-text: `1-4s` and 1 more mark stand inside the text, a mark counts only at the start of its line
#   ┌─ SB109-inclusive-in-text.story:1:28
# 1 │ A shop window in the snow. 1-4s: A child presses her nose to the glass; 5-9s: a train set start…
#   │                            ^^^^ no shot starts here
#   = help: give each mark a line of its own, or write `\` before it where it is text
#   = unsafe fix: start 2 shots here
#
# 1 warning in 1 story
