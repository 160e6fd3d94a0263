---
model: kling-v3@kling
duration: 10
---
A lamp in a window, at night.

# The lamp

Shot 1 [0-10s] The lamp is lit.

# The window
# expect:
# error[SB114] empty-clip: `The window` starts a clip but no shot in it has words
#    ┌─ SB114-empty-clip-told-shot-by-shot.story:11:1
# 11 │ # The window
#    │ ^^^^^^^^^^^^ nothing to make
#    = help: write what is seen below the heading, or `//` in place of `#`: a comment starts no clip
#
# 1 error in 1 story
