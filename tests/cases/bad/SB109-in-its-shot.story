Shot 1 [0-4s] A fox crosses the ice.
Shot 2 [4-10s] The ice cracks. [5-6s] A line runs across it.
# expect:
# warning[SB109] mark-in-running-text: `[5-6s]` stands inside a text and was taken as words of shot 2
#   ┌─ SB109-in-its-shot.story:2:32
# 2 │ Shot 2 [4-10s] The ice cracks. [5-6s] A line runs across it.
#   │                                ^^^^^^ a shot of its own?
#   = help: if a shot starts here, begin a line with its mark; if not, write `\` before it
#   = unsafe fix: start a shot here
#
# 1 warning in 1 story
