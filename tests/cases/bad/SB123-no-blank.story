#The forge
Shot 1 [0-3s] A pan is lifted.
Shot 2 [3-5s] Sparks.
#The sea
Shot 1 [0-5s] A wave.
# expect:
# error[SB123] clip-without-heading: `#The sea` heads shots that begin anew, and so does 1 more, only a heading starts a clip
#   ┌─ SB123-no-blank.story:4:1
# 4 │ #The sea
#   │ ^^^^^^^^ no clip starts here
#   = help: write `# The sea`
#   = unsafe fix: start a clip with each of these lines
#
# 1 error in 1 story
