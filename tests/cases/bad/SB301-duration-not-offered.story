# The market
duration: 7 seconds
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-7s] Steam rises around a hand.

# expect:
# error[SB301] duration-not-offered: `duration` is 7s, `wan-2.6-t2v` makes clips of 5, 10 or 15s
#   ┌─ SB301-duration-not-offered.story:2:11
# 2 │ duration: 7 seconds
#   │           ^^^^^^^^^
#   = help: write `duration: 10`
#   = unsafe fix: set `duration` to 10, the clip then costs 1.25 USD
#
# 1 error in 1 story
