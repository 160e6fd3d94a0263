---
model: order@segmind
seed: 7
---
Shot 1 [0-3s] A lamp is lit.
  sound: a match is struck
Shot 2 [3-5s] A hand reaches in. The keeper says: "Who is there?"
# expect:
# warning[SB311] not-the-models: `seed` is 7, and an equal seed makes a clip of `order` that is only similar
#   ┌─ SB311-not-the-models.story:3:7
# 3 │ seed: 7
#   │       ^
#   = help: rely on the seed for no second take, or name another model
#
# warning[SB311] not-the-models: the shots last 3 and 2s, `order` is told their order and no times
#   ┌─ SB311-not-the-models.story:5:8
# 5 │ Shot 1 [0-3s] A lamp is lit.
#   │        ^^^^^^
#   = help: expect the cuts where the model sets them, or name a model that reads times
#
# warning[SB311] not-the-models: `a match is struck` is to be heard, `order` makes silent clips
#   ┌─ SB311-not-the-models.story:6:3
# 6 │   sound: a match is struck
#   │   ^^^^^
#   = help: add the sound when you cut the film, or name a model that makes it
#
# 3 warnings in 1 story
