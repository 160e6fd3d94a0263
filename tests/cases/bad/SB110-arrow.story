Shot 1 [0s → 3s] A lamp is lit.
Shot 2 [3s -> 6s] A moth comes.
Shot 3 [6-7,5 sec.] The lamp goes out.
# expect:
# error[SB110] malformed-mark: `0s → 3s` has `→` between its numbers, a range has a `-`
#   ┌─ SB110-arrow.story:1:9
# 1 │ Shot 1 [0s → 3s] A lamp is lit.
#   │         ^^^^^^^
#   = help: write `0-3s`
#   = unsafe fix: write `0-3s`
#
# error[SB110] malformed-mark: `3s -> 6s` has `->` between its numbers, a range has a `-`
#   ┌─ SB110-arrow.story:2:9
# 2 │ Shot 2 [3s -> 6s] A moth comes.
#   │         ^^^^^^^^
#   = help: write `3-6s`
#   = unsafe fix: write `3-6s`
#
# error[SB110] malformed-mark: `6-7,5` has a comma in its numbers, decimals are written with a point
#   ┌─ SB110-arrow.story:3:9
# 3 │ Shot 3 [6-7,5 sec.] The lamp goes out.
#   │         ^^^^^
#   = help: write `6-7.5`
#   = unsafe fix: write `6-7.5`
#
# 3 errors in 1 story
