Shot one: A vendor lights a paper lamp.
Shot two: A hand reaches in.
# expect:
# error[SB110] malformed-mark: `Shot one` has its number in words, a mark needs digits
#   ┌─ SB110-number-in-words.story:1:1
# 1 │ Shot one: A vendor lights a paper lamp.
#   │ ^^^^^^^^
#   = help: write `Shot 1`
#   = unsafe fix: write `Shot 1`
#
# error[SB110] malformed-mark: `Shot two` has its number in words, a mark needs digits
#   ┌─ SB110-number-in-words.story:2:1
# 2 │ Shot two: A hand reaches in.
#   │ ^^^^^^^^
#   = help: write `Shot 2`
#   = unsafe fix: write `Shot 2`
#
# 2 errors in 1 story
