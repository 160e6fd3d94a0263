HOOK (0-5s):
Shot 1 (0-2s) A vendor lights a paper lamp.
Shot 2 (2-5s) Steam rises around a hand.
PAYOFF (5-10s):
Shot 3 (5-7s) A child looks up.
Shot 4 (7-10s) The street is empty.

# expect:
# warning[SB216] unit-of-time-mixed: `HOOK` plans 0-5s over shots that have times of their own: its inner shots are the shots, the outer range is a title
#   ┌─ SB216-two-beats.story:1:1
# 1 │ HOOK (0-5s):
#   │ ^^^^^^^^^^^
#   = help: keep the times on one level: make the outer line a heading or take its time out
#
# warning[SB216] unit-of-time-mixed: `PAYOFF` plans 5-10s over shots that have times of their own: its inner shots are the shots, the outer range is a title
#   ┌─ SB216-two-beats.story:4:1
# 4 │ PAYOFF (5-10s):
#   │ ^^^^^^^^^^^^^^
#   = help: keep the times on one level: make the outer line a heading or take its time out
#
# 2 warnings in 1 story
