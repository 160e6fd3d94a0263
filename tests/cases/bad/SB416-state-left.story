---
cast:
  ANNA: {look: a girl in a red coat, old: a woman of eighty in a grey shawl}
---
Shot 1 [0-2s] @ANNA/old opens the window.
  ANNA: "Look."
Shot 2 [2-4s] Birds rise from the roof.
  ANNA: "There they go."
Shot 3 [4-7s] @ANNA runs down the stairs.
Shot 4 [7-10s] An empty street.
  ANNA (O.S.): "Wait."

# expect:
# warning[SB416] state-left: `ANNA` speaks without a state but the clip shows `ANNA/old`, so the model is told both looks
#   ┌─ SB416-state-left.story:8:3
# 5 │ Shot 1 [0-2s] @ANNA/old opens the window.
#   │               --------- `ANNA/old` is here
# ⋮
# 8 │   ANNA: "There they go."
#   │   ^^^^
#   = help: write `ANNA/old`, or mention `@ANNA` in this shot if `look` is meant
#   = unsafe fix: write `ANNA/old`
#
# 1 warning in 1 story
