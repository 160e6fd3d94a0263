Cut 1 (2.5s): A vendor lights a paper lamp.
Cut 2 (2.5s): Steam rises around a hand.

# expect:
# warning[SB212] part-seconds: shot 1 is 2.5s long, `wan-2.6-t2v` counts in whole seconds
#   ┌─ SB212-lengths.story:1:8
# 1 │ Cut 1 (2.5s): A vendor lights a paper lamp.
#   │        ^^^
#   = help: write 2 or 3
#
# warning[SB212] part-seconds: shot 2 is 2.5s long, `wan-2.6-t2v` counts in whole seconds
#   ┌─ SB212-lengths.story:2:8
# 2 │ Cut 2 (2.5s): Steam rises around a hand.
#   │        ^^^
#   = help: write 2 or 3
#
# 2 warnings in 1 story
