---
title: The pier
seed: none
audio: none
duration: null
---
A pier at dawn.
[0-5s] A lamp is lit.
# expect:
# error[SB112] bad-value: `seed` is `none`, but a setting without a value is left out
#   ┌─ SB112-nothing.story:3:7
# 3 │ seed: none
#   │       ^^^^
#   = help: delete the line
#   = unsafe fix: delete `seed`
#
# error[SB112] bad-value: `audio` is `none`, but a setting without a value is left out
#   ┌─ SB112-nothing.story:4:8
# 4 │ audio: none
#   │        ^^^^
#   = help: delete the line
#   = unsafe fix: delete `audio`
#
# error[SB112] bad-value: `duration` is `null`, but a setting without a value is left out
#   ┌─ SB112-nothing.story:5:11
# 5 │ duration: null
#   │           ^^^^
#   = help: delete the line
#   = unsafe fix: delete `duration`
#
# 3 errors in 1 story
