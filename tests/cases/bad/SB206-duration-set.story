size: 1920*1080
duration: 10
Cut 1 (2s): A vendor lights a paper lamp.
Cut 2 (3s): Steam rises around a hand.

# expect:
# warning[SB206] unplanned-seconds: the shots end at 5s but 10s are paid for: 5 seconds for 0.9375 USD
#   ┌─ SB206-duration-set.story:4:8
# 2 │ duration: 10
#   │           -- the duration is set here
# ⋮
# 4 │ Cut 2 (3s): Steam rises around a hand.
#   │        ^ 5 seconds without a shot
#   = help: end shot 2 at 10s, or set `duration` to 5
#   = unsafe fix: end shot 2 at 10s, which makes it 8s long
#
# 1 warning in 1 story
