Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2: Steam rises around a hand.
Shot 3: A child looks up.
Shot 4 [7-10s] The street is empty.

# expect:
# notice[SB210] equal-share: shots 2 and 3 have no time and share 4s: 2s, 2s
#   ┌─ SB210-gap-in-the-middle.story:2:1
# 2 │ Shot 2: Steam rises around a hand.
#   │ ^^^^^^^ 2s
#   = help: write the time in each mark, like `[3-5s]`
#
# 1 notice in 1 story
