---
cast:
  CAVEMAN: {look: a rugged explorer, inventor: a suited inventor with brass goggles}
---
Shot 1 [0-5s] @CAVEMAN/investor smiles at a glowing orb.
# expect:
# error[SB402] unknown-state: `CAVEMAN` has no state `investor`, the cast has `inventor`
#   ┌─ SB402-mention.story:5:24
# 3 │   CAVEMAN: {look: a rugged explorer, inventor: a suited inventor with brass goggles}
#   │   ------- `CAVEMAN` is described here
# ⋮
# 5 │ Shot 1 [0-5s] @CAVEMAN/investor smiles at a glowing orb.
#   │                        ^^^^^^^^
#   = help: write `CAVEMAN/inventor`
#
# 1 error in 1 story
