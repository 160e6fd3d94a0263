Extreme photoreal. Warm score throughout.
# The old world
# The new world
Shot 1 [0-5s] A glowing orb floats over a desk.
# expect:
# error[SB114] empty-clip: `The old world` starts a clip but no shot in it has words
#   ┌─ SB114-two-headings.story:2:1
# 2 │ # The old world
#   │ ^^^^^^^^^^^^^^^ nothing to make
#   = help: write what is seen below the heading, or `//` in place of `#`: a comment starts no clip
#
# 1 error in 1 story
