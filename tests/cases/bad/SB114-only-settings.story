---
title: A film to come
---
# expect:
# error[SB114] empty-clip: the file is a story but has no words
#   ┌─ SB114-only-settings.story:1:1
# 1 │ ---
#   │ ^^^ nothing to make
#   = help: write what is seen, like `Shot 1 [0-5s] A lamp is lit.`
#
# 1 error in 1 story
