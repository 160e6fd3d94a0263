A night market in the rain.
Scene 1: The market
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] A hand reaches in.
Scene 2: The alley
Shot 1 [0-5s] Steam rises.
# expect:
# error[SB123] clip-without-heading: `Scene 1: The market` heads shots that begin anew, and so does 1 more, only a heading starts a clip
#   ┌─ SB123-scenes.story:2:1
# 2 │ Scene 1: The market
#   │ ^^^^^^^^^^^^^^^^^^^ no clip starts here
#   = help: write `# Scene 1: The market`
#   = unsafe fix: start a clip with each of these lines
#
# 1 error in 1 story
