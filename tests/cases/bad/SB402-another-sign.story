---
cast:
  ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
---
Shot 1 [0-2s] @ANNA waits. @ANNA-old rests, @ANNA.old sits.
Shot 2 [2-5s] @ANNA(old) sleeps; @ANNA_old wakes. @ANNA-old-fashioned. @ANNA's old hat.
# expect:
# error[SB402] unknown-state: `@ANNA-old` is sent as words, a state stands behind a `/`
#   ┌─ SB402-another-sign.story:5:28
# 3 │   ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
#   │   ---- `ANNA` is described here
# ⋮
# 5 │ Shot 1 [0-2s] @ANNA waits. @ANNA-old rests, @ANNA.old sits.
#   │                            ^^^^^^^^^
#   = help: write `@ANNA/old`
#   = unsafe fix: write `@ANNA/old`
#
# error[SB402] unknown-state: `@ANNA.old` is sent as words, a state stands behind a `/`
#   ┌─ SB402-another-sign.story:5:45
# 3 │   ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
#   │   ---- `ANNA` is described here
# ⋮
# 5 │ Shot 1 [0-2s] @ANNA waits. @ANNA-old rests, @ANNA.old sits.
#   │                                             ^^^^^^^^^
#   = help: write `@ANNA/old`
#   = unsafe fix: write `@ANNA/old`
#
# error[SB402] unknown-state: `@ANNA(old)` is sent as words, a state stands behind a `/`
#   ┌─ SB402-another-sign.story:6:15
# 3 │   ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
#   │   ---- `ANNA` is described here
# ⋮
# 6 │ Shot 2 [2-5s] @ANNA(old) sleeps; @ANNA_old wakes. @ANNA-old-fashioned. @ANNA's old hat.
#   │               ^^^^^^^^^^
#   = help: write `@ANNA/old`
#   = unsafe fix: write `@ANNA/old`
#
# error[SB402] unknown-state: `@ANNA_old` is sent as words, a state stands behind a `/`
#   ┌─ SB402-another-sign.story:6:34
# 3 │   ANNA: {look: a tall woman in a red coat, old: a woman of eighty in a grey coat}
#   │   ---- `ANNA` is described here
# ⋮
# 6 │ Shot 2 [2-5s] @ANNA(old) sleeps; @ANNA_old wakes. @ANNA-old-fashioned. @ANNA's old hat.
#   │                                  ^^^^^^^^^
#   = help: write `@ANNA/old`
#   = unsafe fix: write `@ANNA/old`
#
# 4 errors in 1 story
