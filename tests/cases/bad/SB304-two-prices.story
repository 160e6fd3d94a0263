size: portrait
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB304] size-ambiguous: `size` is `portrait`, which names `720*1280` and `1080*1920`
#   ┌─ SB304-two-prices.story:1:7
# 1 │ size: portrait
#   │       ^^^^^^^^
#   = help: write `720*1280` or `1080*1920`
#
# 1 error in 1 story
