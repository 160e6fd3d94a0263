seed: 7
# Dusk
The street is empty.
# Night
A cat crosses the alley.
# Dawn
The street is empty.

# expect:
# warning[SB604] same-clip-twice: clip 3 has the prompt and the seed of clip 1
#   ┌─ SB604-same-seed.story:6:3
# 2 │ # Dusk
#   │   ---- clip 1 is here
# ⋮
# 6 │ # Dawn
#   │   ^^^^
#   = help: change its words, give it a `seed`, or take it out
#
# 1 warning in 1 story
