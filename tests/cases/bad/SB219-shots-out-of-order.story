A lamp shop at night.
Shot 1 [0-2s] A lamp is lit.
// the steam comes last
Shot 3 [5-10s] Steam rises.
  camera: slow push in

Shot 2 [2-5s] A hand reaches in.

Fade to black.
# expect:
# error[SB219] shots-out-of-order: shot 2 starts at 2s but stands behind shot 3, which starts at 5s
#   ┌─ SB219-shots-out-of-order.story:7:8
# 4 │ Shot 3 [5-10s] Steam rises.
#   │        ------- shot 3 is here
# ⋮
# 7 │ Shot 2 [2-5s] A hand reaches in.
#   │        ^^^^^^ stands too late
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │                           ├────────── 3 ───────────┤
#   │            ├───── 2 ──────┤
#   = help: put shot 2 before shot 3
#   = safe fix: put the shots in the order of their times
#
# 1 error in 1 story
