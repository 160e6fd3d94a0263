size: 1280x700
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB303] size-not-offered: `1280x700` is not one of the 4 sizes of `wan-2.6-t2v`
#   ┌─ SB303-size-not-offered.story:1:7
# 1 │ size: 1280x700
#   │       ^^^^^^^^
#   = help: write `1280*720` or `1920*1080`
#
# 1 error in 1 story
