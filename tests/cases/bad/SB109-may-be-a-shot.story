Shot 1 [0-3s] A rope drips.
Shot 2 [3-5s] A boat turns. Shot 3 (later) A gull lands on the mast.
# expect:
# warning[SB109] mark-in-running-text: `Shot 3` stands inside a text and was taken as words of shot 2
#   ┌─ SB109-may-be-a-shot.story:2:29
# 2 │ Shot 2 [3-5s] A boat turns. Shot 3 (later) A gull lands on the mast.
#   │                             ^^^^^^ a shot of its own?
#   = help: if a shot starts here, begin a line with its mark; if not, write `\` before it
#   = unsafe fix: start a shot here
#
# 1 warning in 1 story
