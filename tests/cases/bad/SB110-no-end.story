Shot 1 [0s-3s] A lamp.
Shot 2 [3s-] A hand.
# expect:
# error[SB110] malformed-mark: `3s-` has one number, a range needs a start and an end
#   ┌─ SB110-no-end.story:2:9
# 2 │ Shot 2 [3s-] A hand.
#   │         ^^^
#   = help: write both, like `[0-3s]`, or `[3s-end]` for the rest of the clip
#   = unsafe fix: write both, like `[0-3s]`, or `[3s-end]` for the rest of the clip
#
# 1 error in 1 story
