duration: 5s
Shot 1 [0-4s] A vendor lights a paper lamp.
Shot 2 [4-8s] Steam rises around a hand.

# expect:
# error[SB205] past-clip-end: shot 2 ends at 8s but the clip's duration is 5s
#   ┌─ SB205-past-clip-end.story:3:11
# 1 │ duration: 5s
#   │           -- the duration is set here
# ⋮
# 3 │ Shot 2 [4-8s] Steam rises around a hand.
#   │           ^ 3 seconds too late
#   │  0    1    2    3    4    5    6    7    8
#   │  ├──────── 1 ────────┤
#   │                      ├──────── 2 ────────┤
#   = help: set `duration` to 10, or end the shots at 5s
#   = unsafe fix: set `duration` to 10, the clip then costs 1.25 USD
#
# 1 error in 1 story
