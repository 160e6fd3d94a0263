---
title: T
cast:
  ANNA: a woman of thirty in a red coat
  BEN: a man of forty in a grey suit
---
ANNA: "Hello."
Shot 1 [0-5s] @ANNA waves.

# expect:
# warning[SB403] unused-cast: `BEN` is in the cast but no clip mentions `@BEN`
#   ┌─ SB129-before-the-first-shot.story:5:3
# 5 │   BEN: a man of forty in a grey suit
#   │   ^^^
#   = help: write `@BEN` where this person is seen, or delete the line
#
# warning[SB129] speech-as-words: `ANNA` speaks before the first shot, so nobody says the words
#   ┌─ SB129-before-the-first-shot.story:7:1
# 7 │ ANNA: "Hello."
#   │ ^^^^
#   = help: move the line below the mark of a shot
#
# 2 warnings in 1 story
