---
cast:
  ANNA:
    look a woman of forty
---
Shot 1 [0-5s] @ANNA waits.
# expect:
# warning[SB106] misspelt-field: `look` is the first word of the description of `ANNA`, a key ends with a colon
#   ┌─ SB106-cast-without-colon.story:4:5
# 4 │     look a woman of forty
#   │     ^^^^
#   = help: write `look:`
#   = unsafe fix: write `look:`
#
# 1 warning in 1 story
