duration: 10
Shot 1: A vendor lights a paper lamp.
Shot 2: Steam rises around a hand.
Shot 3: The street is empty.

# expect:
# notice[SB210] equal-share: shots 1 to 3 have no time and share 10s: 3s, 3s, 4s
#   ┌─ SB210-equal-share.story:2:1
# 2 │ Shot 1: A vendor lights a paper lamp.
#   │ ^^^^^^^ 3s
#   = help: write the time in each mark, like `[0-3s]`
#
# 1 notice in 1 story
