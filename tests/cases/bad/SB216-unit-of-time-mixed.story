HOOK (0-5s):
Plan 1 (0-3s) A vendor lights a paper lamp.
Plan 2 (3-5s) Steam rises around a hand.

# expect:
# warning[SB216] unit-of-time-mixed: `HOOK` plans 0-5s over shots that have times of their own: its inner shots are the shots, the outer range is a title
#   ┌─ SB216-unit-of-time-mixed.story:1:1
# 1 │ HOOK (0-5s):
#   │ ^^^^^^^^^^^
#   = help: keep the times on one level: make the outer line a heading or take its time out
#
# 1 warning in 1 story
