A pier at dawn.
[0-2s] A lamp is lit.
[2-5s] A hand.
  transition: disolve, slow
# expect:
# warning[SB134] misspelt-transition: `disolve` names no transition, it would be drawn as a cut
#   ┌─ SB134-a-slip.story:4:15
# 4 │   transition: disolve, slow
#   │               ^^^^^^^
#   = help: write `dissolve`
#   = unsafe fix: write `dissolve`
#
# 1 warning in 1 story
