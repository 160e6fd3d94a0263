---
title: A
---
# Clip 1: The pier (10s)
A quiet pier at dawn. Photoreal.

[0-4s] Wide: a woman waits.
[4-10s] Close-up of her hands.

# Clip 2: The boat (5s)
[0-5s] A boat comes out of the fog.
# expect:
# error[SB123] clip-without-heading: `# Clip 1: The pier (10s)` heads shots that begin anew, and so does 1 more, a heading has no time
#   ┌─ SB123-headings-with-lengths.story:4:1
# 4 │ # Clip 1: The pier (10s)
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^ no clip starts here
#   = help: write `# Clip 1: The pier`, the shots' times add up to the clip's
#   = unsafe fix: start a clip with each of these lines
#
# 1 error in 1 story
