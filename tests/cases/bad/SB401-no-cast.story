Shot 1 [0-5s] @ANNA opens the door to @somebody. @ANNA waits.
  ANNA: "Come in."
# expect:
# warning[SB401] unknown-cast: `@ANNA` mentions nobody, the cast has no `ANNA`
#   ┌─ SB401-no-cast.story:1:15
# 1 │ Shot 1 [0-5s] @ANNA opens the door to @somebody. @ANNA waits.
#   │               ^^^^^
#   = help: describe `ANNA` under `cast`, or take the `@` out
#
# 1 warning in 1 story
