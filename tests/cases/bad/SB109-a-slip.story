Shot 1 [0-3s] A fox crosses the ice.
Shot 2 [3-5s] The ice cracks. 5 7s: A line runs across it.
# expect:
# warning[SB109] mark-in-running-text: `5 7s:` stands where a mark would stand, and names no time
#   ┌─ SB109-a-slip.story:2:31
# 2 │ Shot 2 [3-5s] The ice cracks. 5 7s: A line runs across it.
#   │                               ^^^^^ no shot starts here
#   = help: write the start and the end of the shot, like `[0-3s]`, or write `\` before what is meant as words
#
# 1 warning in 1 story
