---
title: The market
duration: 15
---
Shot 1 [0-6s] A vendor lights a paper lamp.
Shot 2 [6-12s] Steam rises around a hand.
Shot 3 [12-18s] The street is empty.

# expect:
# error[SB205] past-clip-end: shot 3 ends at 18s but the clip's duration is 15s
#   ┌─ SB205-no-length-holds-it.story:7:12
# 3 │ duration: 15
#   │           -- the duration is set here
# ⋮
# 7 │ Shot 3 [12-18s] The street is empty.
#   │            ^^ 3 seconds too late
#   │  0      2     4      6      8     10     12     14    16     18
#   │  ├──────── 1 ────────┤
#   │                      ├──────── 2 ────────┤
#   │                                          ├──────── 3 ────────┤
#   = help: set `duration` to `auto`, or end the shots at 15s
#   = unsafe fix: set `duration` to `auto`
#
# 1 error in 1 story
