---
seed: “42”
duration: “5”
takes: “three”
---
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB112] bad-value: `seed` is `“42”`, not a whole number
#   ┌─ SB112-quotes-of-a-word-processor.story:2:7
# 2 │ seed: “42”
#   │       ^^^^
#   = help: write `42`
#   = unsafe fix: write `42`
#
# error[SB112] bad-value: `duration` is `“5”`, not `auto` or a number of seconds
#   ┌─ SB112-quotes-of-a-word-processor.story:3:11
# 3 │ duration: “5”
#   │           ^^^
#   = help: write `5`
#   = unsafe fix: write `5`
#
# error[SB112] bad-value: `takes` is `“three”`, not a whole number
#   ┌─ SB112-quotes-of-a-word-processor.story:4:8
# 4 │ takes: “three”
#   │        ^^^^^^^
#   = help: write a whole number
#
# 3 errors in 1 story
