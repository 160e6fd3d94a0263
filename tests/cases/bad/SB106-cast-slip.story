---
cast:
  ANNA:
    looks: a woman in red
    voice: low
  BEN: {Look: a man, cook: a man in white}
---
Shot 1 [0-5s] @ANNA waits for @BEN/cook.
# expect:
# warning[SB106] misspelt-field: `looks` is read as a state of `ANNA`, the key is called `look`
#   ┌─ SB106-cast-slip.story:4:5
# 4 │     looks: a woman in red
#   │     ^^^^^
#   = help: write `look`
#   = unsafe fix: write `look`
#
# warning[SB106] misspelt-field: `Look` is read as a state of `BEN`, the key is called `look`
#   ┌─ SB106-cast-slip.story:6:9
# 6 │   BEN: {Look: a man, cook: a man in white}
#   │         ^^^^
#   = help: write `look`
#   = unsafe fix: write `look`
#
# 2 warnings in 1 story
