Shot 1 [0:03] A lamp.
Shot 2 [0:03] A moth.

# expect:
# error[SB110] malformed-mark: `0:03` is one time, a shot needs its start and its end
#   ┌─ SB110-one-clock.story:1:8
# 1 │ Shot 1 [0:03] A lamp.
#   │        ^^^^^^
#   = help: write both, like `[0:00-0:03]`, or a length, like `[3s]`
#
# error[SB110] malformed-mark: `0:03` is one time, a shot needs its start and its end
#   ┌─ SB110-one-clock.story:2:8
# 2 │ Shot 2 [0:03] A moth.
#   │        ^^^^^^
#   = help: write both, like `[0:00-0:03]`, or a length, like `[3s]`
#
# 2 errors in 1 story
