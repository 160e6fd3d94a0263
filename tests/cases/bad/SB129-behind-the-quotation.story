---
cast:
  ANNA: a woman in red
---
A cafe.
Shot 1 [0-5s] @ANNA enters.
  ANNA: "Hi," she says and waves.
# expect:
# warning[SB129] speech-as-words: `she says and waves.` stands behind the quotation, and `ANNA` says it too
#   ┌─ SB129-behind-the-quotation.story:7:15
# 7 │   ANNA: "Hi," she says and waves.
#   │               ^^^^^^^^^^^^^^^^^^^
#   = help: put it on a line of its own
#   = unsafe fix: begin a line there
#
# 1 warning in 1 story
