# The market
A night market in the rain.
Shot 1 [0-4s] A vendor lights a paper lamp.
Shot 2: Steam rises around a hand.
# The alley
duration: auto
Shot 1: A cat crosses the alley.

# expect:
# error[SB209] untimed-without-duration: shot 2 has no time and the clip has no `duration`
#   ┌─ SB209-under-a-heading.story:4:1
# 4 │ Shot 2: Steam rises around a hand.
#   │ ^^^^^^^ no time
#   = help: set `duration` to 10, or write a time in each mark, like `[0-3s]`
#   = unsafe fix: set `duration` to 10, the clip then costs 1.25 USD
#
# error[SB209] untimed-without-duration: shot 1 has no time and `duration` is `auto`
#   ┌─ SB209-under-a-heading.story:7:1
# 6 │ duration: auto
#   │           ---- the duration is set here
# 7 │ Shot 1: A cat crosses the alley.
#   │ ^^^^^^^ no time
#   = help: set `duration` to 5, or write a time in each mark, like `[0-3s]`
#   = unsafe fix: set `duration` to 5, the clip then costs 0.625 USD
#
# 2 errors in 1 story
