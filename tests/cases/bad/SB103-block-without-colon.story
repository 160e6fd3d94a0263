---
cast
  ANNA: a woman
---
Shot 1 [0-5s] A woman waits.
# expect:
# error[SB103] front-matter-syntax: `cast` has no colon, and lines indented below it
#   ┌─ SB103-block-without-colon.story:2:1
# 2 │ cast
#   │ ^^^^
#   = help: write `cast:`
#
# 1 error in 1 story
