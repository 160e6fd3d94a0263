A night market in the rain.
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s A hand reaches in.
# expect:
# error[SB110] malformed-mark: the bracket `[` before `3-5s` is not closed by `]`
#   ┌─ SB110-open-bracket.story:3:9
# 3 │ Shot 2 [3-5s A hand reaches in.
#   │         ^^^^
#   = help: close the time with `]`
#   = unsafe fix: close the time with `]`
#
# 1 error in 1 story
