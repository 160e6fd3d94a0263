Shot 1 [0-4s] A lamp is lit.
Shot 2 [0-4s] A hand reaches in.
Shot 3 [0:00-0:02] Dark.
# expect:
# error[SB201] shot-overlap: each of the 3 shots starts at 0s, a clip's times count on from shot to shot
#   ┌─ SB201-each-from-zero.story:2:8
# 1 │ Shot 1 [0-4s] A lamp is lit.
#   │        ------ shot 1 is here
# 2 │ Shot 2 [0-4s] A hand reaches in.
#   │        ^^^^^^ starts at 0s too
#   │  0       1      2       3      4
#   │  ├───────────── 1 ─────────────┤
#   │  ├───────────── 2 ─────────────┤
#   │  ├───── 3 ──────┤
#   = help: write `[0-4s]`, `[4-8s]` and `[8-10s]`, if these are lengths
#   = unsafe fix: add the lengths up, to 10s
#
# 1 error in 1 story
