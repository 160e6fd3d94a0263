---
title: A night market
neon light, rain
---
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# error[SB103] front-matter-syntax: `neon light, rain` is neither `key: value` nor a comment
#   ┌─ SB103-no-colon.story:3:1
# 3 │ neon light, rain
#   │ ^^^^^^^^^^^^^^^^
#   = help: write `key: value`, or start the line with `#` to make it a comment
#
# 1 error in 1 story
