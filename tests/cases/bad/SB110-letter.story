Shot 1A [0-3s, dusk] A lamp is lit.
Shot 1B [3-5s] A hand reaches in.
Shot 2c: Steam.
# expect:
# error[SB110] malformed-mark: `Shot 1A` has a letter in its number, a mark needs digits alone
#   ┌─ SB110-letter.story:1:1
# 1 │ Shot 1A [0-3s, dusk] A lamp is lit.
#   │ ^^^^^^^
#   = help: write `Shot 1 [0-3s, 1A dusk]`
#   = unsafe fix: write `Shot 1 [0-3s, 1A dusk]`
#
# error[SB110] malformed-mark: `Shot 1B` has a letter in its number, a mark needs digits alone
#   ┌─ SB110-letter.story:2:1
# 2 │ Shot 1B [3-5s] A hand reaches in.
#   │ ^^^^^^^
#   = help: write `Shot 1 [3-5s, 1B]`
#   = unsafe fix: write `Shot 1 [3-5s, 1B]`
#
# error[SB110] malformed-mark: `Shot 2c` has a letter in its number, a mark needs digits alone
#   ┌─ SB110-letter.story:3:1
# 3 │ Shot 2c: Steam.
#   │ ^^^^^^^
#   = help: write `Shot 2`
#   = unsafe fix: write `Shot 2`
#
# 3 errors in 1 story
