0-3s The man turns to the camera.
3-6s He laughs, his hand on his hat.
6-10s He walks off into the fog.
# expect:
# error[SB117] unread-marks: the text names 3 shots, and none of them is read: `0-3s` and 2 more marks were taken as words
#   ┌─ SB117-no-colon.story:1:1
# 1 │ 0-3s The man turns to the camera.
#   │ ^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 3 shots here
#
# 1 error in 1 story
