---
cast:
  ANNA: a woman
---
Shot 1 [0-5s] @ANNA waits.
  ANNA; "Hello."
# expect:
# warning[SB129] speech-as-words: `ANNA;` begins no speech, so the line is text of the shot
#   ┌─ SB129-semicolon.story:6:3
# 6 │   ANNA; "Hello."
#   │   ^^^^^
#   = help: write `ANNA:`
#   = unsafe fix: write `ANNA:`
#
# 1 warning in 1 story
