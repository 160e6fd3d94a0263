---
cast:
  Old Anna: a baker of eighty years in a white apron
---
Shot 1 [0-5s] @Old Anna opens the oven; @Old Ana smiles.
# expect:
# warning[SB401] unknown-cast: `@Old Ana` mentions nobody, the cast has `Old Anna`
#   ┌─ SB401-two-words.story:5:42
# 3 │   Old Anna: a baker of eighty years in a white apron
#   │   -------- `Old Anna` is described here
# ⋮
# 5 │ Shot 1 [0-5s] @Old Anna opens the oven; @Old Ana smiles.
#   │                                          ^^^^^^^
#   = help: write `@Old Anna`, or keep it if somebody else is meant
#   = unsafe fix: write `@Old Anna`
#
# 1 warning in 1 story
