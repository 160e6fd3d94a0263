---
cast:
  Anna: a baker in a white apron
---
Shot 1 [0-5s] @Anna opens the oven, @anna smiles.
# expect:
# warning[SB401] unknown-cast: `@anna` mentions nobody, the cast has `Anna`
#   ┌─ SB401-case.story:5:38
# 3 │   Anna: a baker in a white apron
#   │   ---- `Anna` is described here
# ⋮
# 5 │ Shot 1 [0-5s] @Anna opens the oven, @anna smiles.
#   │                                      ^^^^
#   = help: write `@Anna`, or keep it if somebody else is meant
#   = unsafe fix: write `@Anna`
#
# 1 warning in 1 story
