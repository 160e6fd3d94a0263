A night market in the rain.

Shot 1: A vendor lights a paper lamp.
Shot 2: Steam rises around a hand.
Shot 3: A child looks up.

# expect:
# error[SB209] untimed-without-duration: shots 1, 2 and 3 have no time and the clip has no `duration`
#   ┌─ SB209-untimed-without-duration.story:3:1
# 3 │ Shot 1: A vendor lights a paper lamp.
#   │ ^^^^^^^ no time
#   = help: set `duration` to 10, or write a time in each mark, like `[0-3s]`
#   = unsafe fix: set `duration` to 10, the clip then costs 1.25 USD
#
# 1 error in 1 story
