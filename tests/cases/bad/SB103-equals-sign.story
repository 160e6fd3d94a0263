---
title = Greenhouse
duration=10
---
A greenhouse.
Shot 1 [0-10s] A tomato swells.
# expect:
# error[SB103] front-matter-syntax: `title = Greenhouse` is neither `key: value` nor a comment
#   ┌─ SB103-equals-sign.story:2:1
# 2 │ title = Greenhouse
#   │ ^^^^^^^^^^^^^^^^^^
#   = help: write `title: Greenhouse`
#   = unsafe fix: write `title: `
#
# error[SB103] front-matter-syntax: `duration=10` has no colon with a space behind it
#   ┌─ SB103-equals-sign.story:3:1
# 3 │ duration=10
#   │ ^^^^^^^^^^^
#   = help: write `duration: 10`
#   = unsafe fix: write `duration: `
#
# 2 errors in 1 story
