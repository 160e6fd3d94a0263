---
model: rows@segmind
negative_prompt: low resolution
seed: 7
---
Shot 1 [0-3s] A lamp is lit.
Shot 2 [3-5s] A hand reaches in.
# expect:
# warning[SB313] setting-without-effect: `negative_prompt` is set, `rows` takes none and makes the clip without it
#   ┌─ SB313-setting-without-effect.story:3:1
# 3 │ negative_prompt: low resolution
#   │ ^^^^^^^^^^^^^^^
#   = help: delete `negative_prompt`, or name a model that takes one
#
# warning[SB313] setting-without-effect: `seed` is set, `rows` takes none and makes the clip without it
#   ┌─ SB313-setting-without-effect.story:4:1
# 4 │ seed: 7
#   │ ^^^^
#   = help: delete `seed`, or name a model that takes one
#
# 2 warnings in 1 story
