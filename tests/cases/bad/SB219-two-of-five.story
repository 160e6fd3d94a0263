Shot 2 [2-4s] A hand reaches in.
Shot 1 [0-2s] A lamp is lit.
[4-6s] Steam rises.
Shot 5 [8-10s] A door falls shut.
Shot 4 [6-8s] Somebody laughs.
# expect:
# error[SB219] shots-out-of-order: shot 1 starts at 0s but stands behind shot 2, which starts at 2s, and 1 more stands too late
#   ┌─ SB219-two-of-five.story:2:8
# 1 │ Shot 2 [2-4s] A hand reaches in.
#   │        ------ shot 2 is here
# 2 │ Shot 1 [0-2s] A lamp is lit.
#   │        ^^^^^^ stands too late
#   │  0       1      2       3      4
#   │                 ├───── 2 ──────┤
#   │  ├───── 1 ──────┤
#   = help: put the shots in the order of their times
#   = safe fix: put the shots in the order of their times
#
# 1 error in 1 story
