---
cast:
  ANNA: a woman
---
Shot 1 [0-2s] @ANNA waits.
  ANNA ("Hello.")
Shot 2 [2-5s] @ANNA turns.
  ANNA("Who is there?")
# expect:
# warning[SB129] speech-as-words: `ANNA` speaks here without a colon, so the line is text of the shot
#   ┌─ SB129-in-brackets.story:6:3
# 6 │   ANNA ("Hello.")
#   │   ^^^^
#   = help: write `ANNA:`
#   = unsafe fix: write `ANNA:`
#
# warning[SB129] speech-as-words: `ANNA` speaks here without a colon, so the line is text of the shot
#   ┌─ SB129-in-brackets.story:8:3
# 8 │   ANNA("Who is there?")
#   │   ^^^^
#   = help: write `ANNA:`
#   = unsafe fix: write `ANNA:`
#
# 2 warnings in 1 story
