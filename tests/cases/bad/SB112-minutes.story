---
title: T
duration: 1 min
---
Shot 1 [0-5s] A lamp.
Shot 2 [5-10s] A moth.

# expect:
# error[SB112] bad-value: `duration` is `1 min`, not `auto` or a number of seconds
#   ┌─ SB112-minutes.story:3:11
# 3 │ duration: 1 min
#   │           ^^^^^
#   = help: write `60`
#   = unsafe fix: write `60`
#
# 1 error in 1 story
