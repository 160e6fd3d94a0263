A greenhouse at dawn.
Shot 1 ]0-3s[ A tomato swells.
Shot 2 [3,5s] It splits.
Shot 3 [#REF!-8s] The seeds fall.
Shot 4 [?-10s] A hand picks one up.
# expect:
# error[SB110] malformed-mark: the brackets of `]0-3s[` face outwards
#   ┌─ SB110-brackets-and-commas.story:2:8
# 2 │ Shot 1 ]0-3s[ A tomato swells.
#   │        ^^^^^^
#   = help: write `[0-3s]`
#   = unsafe fix: write `[0-3s]`
#
# error[SB110] malformed-mark: `3,5s` has `,` between its numbers, a range has a `-`
#   ┌─ SB110-brackets-and-commas.story:3:9
# 3 │ Shot 2 [3,5s] It splits.
#   │         ^^^^
#   = help: write `3-5s`, or `3.5s` if it is a length
#   = unsafe fix: write `3-5s`, or `3.5s` if it is a length
#
# error[SB110] malformed-mark: `#REF!-8s` has no number before its `-`, a range needs a start and an end
#   ┌─ SB110-brackets-and-commas.story:4:9
# 4 │ Shot 3 [#REF!-8s] The seeds fall.
#   │         ^^^^^^^^
#   = help: write the start too, or `[8s]` if it is a length
#
# error[SB110] malformed-mark: `?-10s` has no number before its `-`, a range needs a start and an end
#   ┌─ SB110-brackets-and-commas.story:5:9
# 5 │ Shot 4 [?-10s] A hand picks one up.
#   │         ^^^^^
#   = help: write the start too, or `[10s]` if it is a length
#
# 4 errors in 1 story
