size: 720p
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB304] size-ambiguous: `size` is `720p`, which names `1280*720` and `720*1280`
#   ┌─ SB304-size-ambiguous.story:1:7
# 1 │ size: 720p
#   │       ^^^^
#   = help: write `1280*720` or `720*1280`
#
# 1 error in 1 story
