Shot 1 [0-4s] A vendor lights a paper lamp.
Shot 2: Steam rises around a hand.
Shot 3: A child looks up.
Shot 4 [5-10s] The street is empty.

# expect:
# error[SB209] untimed-without-duration: shots 2 and 3 have no time and 1s is left, each shot needs 1s at least
#   ┌─ SB209-no-room.story:2:1
# 2 │ Shot 2: Steam rises around a hand.
#   │ ^^^^^^^ no time
#   = help: write a time in each mark, like `[0-3s]`
#
# 1 error in 1 story
