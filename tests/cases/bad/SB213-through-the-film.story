# The market
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.
# The alley
Shot 3 [0-3s] A cat crosses the alley.
Shot 5 [3-5s] It looks back.

# expect:
# warning[SB213] misnumbered-shot: `Shot 5` is shot 2 of its clip and 4 of the film
#   ┌─ SB213-through-the-film.story:6:6
# 6 │ Shot 5 [3-5s] It looks back.
#   │      ^
#   = help: write the number 4
#   = safe fix: write the number 4
#
# 1 warning in 1 story
