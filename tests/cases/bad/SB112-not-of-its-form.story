takes: many
seed: 1.5
# The market
multi_shots: yes
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB112] bad-value: `takes` is `many`, not a whole number
#   ┌─ SB112-not-of-its-form.story:1:8
# 1 │ takes: many
#   │        ^^^^
#   = help: write a whole number
#
# error[SB112] bad-value: `seed` is `1.5`, not a whole number
#   ┌─ SB112-not-of-its-form.story:2:7
# 2 │ seed: 1.5
#   │       ^^^
#   = help: write a whole number
#
# error[SB112] bad-value: `multi_shots` is `yes`, not `auto`, `true` or `false`
#   ┌─ SB112-not-of-its-form.story:4:14
# 4 │ multi_shots: yes
#   │              ^^^
#   = help: write `true`
#   = unsafe fix: write `true`
#
# 3 errors in 1 story
