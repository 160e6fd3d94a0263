---
title: Evolution
watermark: no
---
Shot 1 [0-5s] A caveman clutches a stone axe.
# expect:
# error[SB105] unknown-key: `watermark` is not a setting of a story
#   ┌─ SB105-foreign.story:3:1
# 3 │ watermark: no
#   │ ^^^^^^^^^
#   = help: delete it, or use one of: title, language, model, duration, size, seed, negative_prompt, audio, multi_shots, enable_prompt_expansion, takes, pick, split, template, frames, cast, vars, variants, include
#
# 1 error in 1 story
