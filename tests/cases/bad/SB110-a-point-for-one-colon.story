Shot 1 [0:00-0.03] A lamp is lit.
Shot 2 [0:03-0.05] A hand reaches in.
Shot 3 [0.05-0:10] Steam.
# expect:
# error[SB110] malformed-mark: `0.03` has a point, `0:00` beside it a colon between minutes and seconds
#   ┌─ SB110-a-point-for-one-colon.story:1:14
# 1 │ Shot 1 [0:00-0.03] A lamp is lit.
#   │              ^^^^
#   = help: write `0:00-0:03`
#   = unsafe fix: write `0:00-0:03`
#
# error[SB110] malformed-mark: `0.05` has a point, `0:03` beside it a colon between minutes and seconds
#   ┌─ SB110-a-point-for-one-colon.story:2:14
# 2 │ Shot 2 [0:03-0.05] A hand reaches in.
#   │              ^^^^
#   = help: write `0:03-0:05`
#   = unsafe fix: write `0:03-0:05`
#
# error[SB110] malformed-mark: `0.05` has a point, `0:10` beside it a colon between minutes and seconds
#   ┌─ SB110-a-point-for-one-colon.story:3:9
# 3 │ Shot 3 [0.05-0:10] Steam.
#   │         ^^^^
#   = help: write `0:05-0:10`
#   = unsafe fix: write `0:05-0:10`
#
# 3 errors in 1 story
