---
size: 1280 x 720 px
---
A cafe.
Shot 1 [0-3s] Anna enters.
Shot 2 [3-5s] Tom looks up.
# expect:
# error[SB303] size-not-offered: `1280 x 720 px` is not one of the 4 sizes of `wan-2.6-t2v`
#   ┌─ SB303-exact.story:2:7
# 2 │ size: 1280 x 720 px
#   │       ^^^^^^^^^^^^^
#   = help: write `1280*720`
#   = unsafe fix: write `1280*720`
#
# 1 error in 1 story
