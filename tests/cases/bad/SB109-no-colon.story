0-3s The man turns to the camera.
3-6s He laughs, his hand on his hat.
6-10s He walks off into the fog.
# expect:
# warning[SB109] mark-in-running-text: `0-3s` and 2 more marks stand inside the text, a mark counts only at the start of its line
#   ┌─ SB109-no-colon.story:1:1
# 1 │ 0-3s The man turns to the camera.
#   │ ^^^^ no shot starts here
#   = help: write a colon behind the time, so that it is a mark
#   = unsafe fix: start 3 shots here
#
# 1 warning in 1 story
