---
cast:
  ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
---
Shot 1 [0-2s] @ANNA / old waves. @ANNA /old sits.
Shot 2 [2-5s] @ANNA/ old sleeps. @ANNA / older or @ANNA / or so, @ANNA/old goes.
# expect:
# error[SB402] unknown-state: `@ANNA / old` is sent as words, a state stands right behind its `/`
#   ┌─ SB402-blanks.story:5:15
# 3 │   ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
#   │   ---- `ANNA` is described here
# ⋮
# 5 │ Shot 1 [0-2s] @ANNA / old waves. @ANNA /old sits.
#   │               ^^^^^^^^^^^
#   = help: write `@ANNA/old`
#   = unsafe fix: write `@ANNA/old`
#
# error[SB402] unknown-state: `@ANNA /old` is sent as words, a state stands right behind its `/`
#   ┌─ SB402-blanks.story:5:34
# 3 │   ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
#   │   ---- `ANNA` is described here
# ⋮
# 5 │ Shot 1 [0-2s] @ANNA / old waves. @ANNA /old sits.
#   │                                  ^^^^^^^^^^
#   = help: write `@ANNA/old`
#   = unsafe fix: write `@ANNA/old`
#
# error[SB402] unknown-state: `@ANNA/ old` is sent as words, a state stands right behind its `/`
#   ┌─ SB402-blanks.story:6:15
# 3 │   ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
#   │   ---- `ANNA` is described here
# ⋮
# 6 │ Shot 2 [2-5s] @ANNA/ old sleeps. @ANNA / older or @ANNA / or so, @ANNA/old goes.
#   │               ^^^^^^^^^^
#   = help: write `@ANNA/old`
#   = unsafe fix: write `@ANNA/old`
#
# 3 errors in 1 story
