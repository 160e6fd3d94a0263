---
title: Evolution
negativ_prompt: low resolution
---
Shot 1 [0-5s] A caveman clutches a stone axe.
# expect:
# error[SB105] unknown-key: `negativ_prompt` is not a setting of a story
#   ┌─ SB105-slip.story:3:1
# 3 │ negativ_prompt: low resolution
#   │ ^^^^^^^^^^^^^^
#   = help: write `negative_prompt`
#   = unsafe fix: write `negative_prompt`
#
# 1 error in 1 story
