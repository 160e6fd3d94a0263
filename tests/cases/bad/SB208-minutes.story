Scene 1 (0:00-3:00): A vendor lights a paper lamp.
Scene 2 (3:00-7:00): Steam rises around a hand.
Scene 3 (7:00-10:00): The street is empty.

# expect:
# error[SB208] seconds-frames: shot 1 ends at minute 3 but a clip is at most 15s long
#   ┌─ SB208-minutes.story:1:9
# 1 │ Scene 1 (0:00-3:00): A vendor lights a paper lamp.
#   │         ^^^^^^^^^^^ minutes and seconds
#   = help: write seconds, like `0-3s` or `0:00-0:03`
#
# 1 error in 1 story
