[0:00] A lamp.
[0:03] A hand.
# expect:
# error[SB110] malformed-mark: `0:00` is where a shot starts, a range needs its end too
#   ┌─ SB110-clocks-of-starts.story:1:2
# 1 │ [0:00] A lamp.
#   │  ^^^^
#   = help: write both, like `[0:00-0:03]`
#
# error[SB110] malformed-mark: `0:03` is where a shot starts, a range needs its end too
#   ┌─ SB110-clocks-of-starts.story:2:2
# 2 │ [0:03] A hand.
#   │  ^^^^
#   = help: write both, like `[0:03-0:06]`
#
# 2 errors in 1 story
