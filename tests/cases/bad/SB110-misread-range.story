Plan 1 [0-2,5s] Une lampe brûle.
Plan 2 (2.5-5) sec: Une main l'éteint.
Plan 3 [5-7]s Une porte.
Plan 4 [7-8s, 9-10s] La mer.
Plan 5 [8-10] Secondes de silence.
Plan 6 [10-12s] Secondes : l'horloge s'arrête.
# expect:
# error[SB110] malformed-mark: `0-2,5` has a comma in its numbers, decimals are written with a point
#   ┌─ SB110-misread-range.story:1:9
# 1 │ Plan 1 [0-2,5s] Une lampe brûle.
#   │         ^^^^^
#   = help: write `0-2.5`
#   = unsafe fix: write `0-2.5`
#
# error[SB110] malformed-mark: the unit `sec` stands behind the bracket of its time
#   ┌─ SB110-misread-range.story:2:16
# 2 │ Plan 2 (2.5-5) sec: Une main l'éteint.
#   │                ^^^
#   = help: write it into the bracket: `2.5-5sec`
#   = unsafe fix: write `2.5-5sec` in the bracket
#
# error[SB110] malformed-mark: the unit `s` stands behind the bracket of its time
#   ┌─ SB110-misread-range.story:3:13
# 3 │ Plan 3 [5-7]s Une porte.
#   │             ^
#   = help: write it into the bracket: `5-7s`
#   = unsafe fix: write `5-7s` in the bracket
#
# error[SB110] malformed-mark: `7-8s, 9-10s` is two times, a shot has one
#   ┌─ SB110-misread-range.story:4:9
# 4 │ Plan 4 [7-8s, 9-10s] La mer.
#   │         ^^^^^^^^^^^
#   = help: write a shot for each time
#
# 4 errors in 1 story
