---
title: A night market
size: 1280*720
A night market in the rain, neon light.
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# error[SB103] front-matter-syntax: the front matter opened by `---` is not closed
#   ┌─ SB103-unclosed.story:1:1
# 1 │ ---
#   │ ^^^
#   = help: write a line `---` after the last setting
#   = safe fix: close the front matter with a line `---`
#
# 1 error in 1 story
