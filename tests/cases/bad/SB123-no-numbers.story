SCENE: THE MARKET
[0-3s] A vendor lights a paper lamp.
[3-5s] A hand reaches in.

SCENE: THE ALLEY
[0-5s] Steam rises.
# expect:
# error[SB123] clip-without-heading: `SCENE: THE ALLEY` heads shots that begin anew, and so does 1 more, only a heading starts a clip
#   ┌─ SB123-no-numbers.story:5:1
# 5 │ SCENE: THE ALLEY
#   │ ^^^^^^^^^^^^^^^^ no clip starts here
#   = help: write `# SCENE: THE ALLEY`
#   = unsafe fix: start a clip with each of these lines
#
# 1 error in 1 story
