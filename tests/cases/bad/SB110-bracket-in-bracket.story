[Shot 1 (3s)] A vendor lights a paper lamp.
[Shot 2, 3-5] A hand reaches in.
# expect:
# error[SB110] malformed-mark: `(3s)` stands in a bracket within the bracket of `Shot 1`
#   ┌─ SB110-bracket-in-bracket.story:1:9
# 1 │ [Shot 1 (3s)] A vendor lights a paper lamp.
#   │         ^^^^
#   = help: write `Shot 1 (3s)`
#   = unsafe fix: write `Shot 1 (3s)`
#
# error[SB110] malformed-mark: `3-5` behind `Shot 2` has no unit, in one bracket with its label a time needs one
#   ┌─ SB110-bracket-in-bracket.story:2:10
# 2 │ [Shot 2, 3-5] A hand reaches in.
#   │          ^^^
#   = help: write the unit after the end
#   = unsafe fix: write the unit after the end
#
# 2 errors in 1 story
