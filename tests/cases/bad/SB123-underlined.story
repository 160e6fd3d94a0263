The bakery
==========
Shot 1 [0-5s] A lamp is lit.

The street
----------
Shot 1 [0-5s] A boy runs.
# expect:
# error[SB123] clip-without-heading: `The street` heads shots that begin anew, and so does 1 more, only a heading starts a clip
#   ┌─ SB123-underlined.story:5:1
# 5 │ The street
#   │ ^^^^^^^^^^ no clip starts here
#   = help: write `# The street`
#   = unsafe fix: start a clip with each of these lines
#
# notice[SB215] stray-break: a break stands between shots 1 and 2, it only opens the closing text after the last shot
#   ┌─ SB123-underlined.story:6:1
# 6 │ ----------
#   │ ^^^^^^^^^^
#   = help: delete the line
#   = unsafe fix: delete the break
#
# 1 error, 1 notice in 1 story
