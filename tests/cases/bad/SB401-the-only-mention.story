cast:
  MARTHA: a baker
Shot 1 [0-5s] @MARTA kneads.
# expect:
# warning[SB401] unknown-cast: `@MARTA` mentions nobody, the cast has `MARTHA`
#   ┌─ SB401-the-only-mention.story:3:16
# 2 │   MARTHA: a baker
#   │   ------ `MARTHA` is described here
# 3 │ Shot 1 [0-5s] @MARTA kneads.
#   │                ^^^^^
#   = help: write `@MARTHA`, or keep it if somebody else is meant
#   = unsafe fix: write `@MARTHA`
#
# 1 warning in 1 story
