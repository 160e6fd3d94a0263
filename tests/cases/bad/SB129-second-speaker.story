---
title: T
cast:
  ANNA: a woman of thirty in a red coat
  BEN: a man of forty in a grey suit
---
Shot 1 [0-5s] A kitchen.
  ANNA: "Tea?" BEN: "Please."

# expect:
# warning[SB129] speech-as-words: `BEN` speaks on the line of `ANNA`, who then says it all
#   ┌─ SB129-second-speaker.story:8:16
# 8 │   ANNA: "Tea?" BEN: "Please."
#   │                ^^^
#   = help: begin a line with `BEN:`
#   = unsafe fix: begin a line there
#
# 1 warning in 1 story
