---
cast:
  ANNA: a tall woman in a red coat
  小明: 一个男孩
---
Shot 1 [0-5s] @ANNA opens the door to @小明.
  ANNA "Come in."
  ANNA (whispering) “Quick.”
  ANNA "the Blade" steps aside.
Shot 2 [5-10s] The door falls shut.
  ANNA: (off) "Did he see you?"
  ANNA (V.O.): (louder) "Well?"
  小明：（小声）没有。
  小明「真的」
# expect:
# warning[SB129] speech-as-words: `ANNA` speaks here without a colon, so the line is text of the shot
#   ┌─ SB129-speech.story:7:3
# 7 │   ANNA "Come in."
#   │   ^^^^
#   = help: write `ANNA:`
#   = unsafe fix: write `ANNA:`
#
# warning[SB129] speech-as-words: `ANNA` speaks here without a colon, so the line is text of the shot
#   ┌─ SB129-speech.story:8:3
# 8 │   ANNA (whispering) “Quick.”
#   │   ^^^^^^^^^^^^^^^^^
#   = help: write `ANNA (whispering):`
#   = unsafe fix: write `ANNA (whispering):`
#
# warning[SB129] speech-as-words: `(off)` stands among the words that `ANNA` says
#    ┌─ SB129-speech.story:11:9
# 11 │   ANNA: (off) "Did he see you?"
#    │         ^^^^^
#    = help: write `ANNA (off):`
#    = unsafe fix: write `ANNA (off):`
#
# warning[SB129] speech-as-words: `(louder)` stands among the words that `ANNA` says
#    ┌─ SB129-speech.story:12:16
# 12 │   ANNA (V.O.): (louder) "Well?"
#    │                ^^^^^^^^
#    = help: write it into the bracket before the colon
#
# warning[SB129] speech-as-words: `（小声）` stands among the words that `小明` says
#    ┌─ SB129-speech.story:13:6
# 13 │   小明：（小声）没有。
#    │         ^^^^^^^^
#    = help: write `小明（小声）：`
#    = unsafe fix: write `小明（小声）：`
#
# warning[SB129] speech-as-words: `小明` speaks here without a colon, so the line is text of the shot
#    ┌─ SB129-speech.story:14:3
# 14 │   小明「真的」
#    │   ^^^^
#    = help: write `小明:`
#    = unsafe fix: write `小明:`
#
# 6 warnings in 1 story
