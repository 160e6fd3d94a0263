Shot 1 [0;4s] A lamp is lit.
Shot 2 [4..10s] A hand reaches in.
Shot 3 [10 > 12] Steam.
Shot 4 [12-14m] A door.
Shot 5 [14-l6s] Rain.
Shot 6 [O-4s] A bell.
Shot 7 (4s @TOM looks up.
Shot 8 [4%6] Dusk.
Shot 9 [four to ten seconds, night] The sea.
Shot 10 [slowly] The sea.
# expect:
# error[SB110] malformed-mark: `0;4s` has `;` between its numbers, a range has a `-`
#   ┌─ SB110-slips-of-a-range.story:1:9
# 1 │ Shot 1 [0;4s] A lamp is lit.
#   │         ^^^^
#   = help: write `0-4s`
#   = unsafe fix: write `0-4s`
#
# error[SB110] malformed-mark: `4..10s` has `..` between its numbers, a range has a `-`
#   ┌─ SB110-slips-of-a-range.story:2:9
# 2 │ Shot 2 [4..10s] A hand reaches in.
#   │         ^^^^^^
#   = help: write `4-10s`
#   = unsafe fix: write `4-10s`
#
# error[SB110] malformed-mark: `10 > 12` has `>` between its numbers, a range has a `-`
#   ┌─ SB110-slips-of-a-range.story:3:9
# 3 │ Shot 3 [10 > 12] Steam.
#   │         ^^^^^^^
#   = help: write `10-12`
#   = unsafe fix: write `10-12`
#
# error[SB110] malformed-mark: `m` behind `12-14` is no unit of a time, a clip is timed in seconds
#   ┌─ SB110-slips-of-a-range.story:4:9
# 4 │ Shot 4 [12-14m] A door.
#   │         ^^^^^^
#   = help: write `12-14s`
#   = unsafe fix: write `12-14s`
#
# error[SB110] malformed-mark: `14-l6s` has letters among its digits
#   ┌─ SB110-slips-of-a-range.story:5:9
# 5 │ Shot 5 [14-l6s] Rain.
#   │         ^^^^^^
#   = help: write `14-16s`
#   = unsafe fix: write `14-16s`
#
# error[SB110] malformed-mark: `O-4s` has letters among its digits
#   ┌─ SB110-slips-of-a-range.story:6:9
# 6 │ Shot 6 [O-4s] A bell.
#   │         ^^^^
#   = help: write `0-4s`
#   = unsafe fix: write `0-4s`
#
# warning[SB306] many-shots: the clip has 10 shots, `wan-2.6-t2v` follows about 6
#   ┌─ SB110-slips-of-a-range.story:7:1
# 7 │ Shot 7 (4s @TOM looks up.
#   │ ^^^^^^^^^^ shot 7
#   = help: write a heading where a second clip shall begin, or tell fewer shots
#
# error[SB110] malformed-mark: the bracket `(` before `4s` is not closed by `)`
#   ┌─ SB110-slips-of-a-range.story:7:9
# 7 │ Shot 7 (4s @TOM looks up.
#   │         ^^
#   = help: close the time with `)`
#   = unsafe fix: close the time with `)`
#
# warning[SB401] unknown-cast: `@TOM` mentions nobody, the story has no `cast`
#   ┌─ SB110-slips-of-a-range.story:7:12
# 7 │ Shot 7 (4s @TOM looks up.
#   │            ^^^^
#   = help: describe `TOM` under `cast`, or take the `@` out
#
# error[SB110] malformed-mark: `Shot 8 [4%6]` begins like a shot mark but its time cannot be read
#   ┌─ SB110-slips-of-a-range.story:8:8
# 8 │ Shot 8 [4%6] Dusk.
#   │        ^^^^^
#   = help: write it as `Shot 8 [0-3s] text`; a `\` at the line's start makes it text
#
# error[SB110] malformed-mark: `[four to ten seconds, night]` has its time in words, a mark needs digits
#   ┌─ SB110-slips-of-a-range.story:9:1
# 9 │ Shot 9 [four to ten seconds, night] The sea.
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `Shot 9 [4-10s, night]`
#   = unsafe fix: write `Shot 9 [4-10s, night]`
#
# error[SB110] malformed-mark: `Shot 10` is followed by a bracket without a time, a mark needs a time, a colon or the line's end
#    ┌─ SB110-slips-of-a-range.story:10:1
# 10 │ Shot 10 [slowly] The sea.
#    │ ^^^^^^^^^^^^^^^^
#    = help: write a colon after `Shot 10`
#    = unsafe fix: write a colon after `Shot 10`
#
# 10 errors, 2 warnings in 1 story
