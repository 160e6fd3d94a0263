Shot 1 [0-s] A vendor lights a paper lamp.
# expect:
# error[SB110] malformed-mark: `0-s` has one number, a range needs a start and an end
#   ┌─ SB110-one-number.story:1:9
# 1 │ Shot 1 [0-s] A vendor lights a paper lamp.
#   │         ^^^
#   = help: write both, like `[0-3s]`, or a length, like `[3s]`
#
# 1 error in 1 story
