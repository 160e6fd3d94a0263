size: 4k landscape
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB303] size-not-offered: `4k landscape` is not one of the 4 sizes of `wan-2.6-t2v`
#   ┌─ SB303-words.story:1:7
# 1 │ size: 4k landscape
#   │       ^^^^^^^^^^^^
#   = help: write `1280*720`, `720*1280`, `1920*1080` or `1080*1920`
#
# 1 error in 1 story
