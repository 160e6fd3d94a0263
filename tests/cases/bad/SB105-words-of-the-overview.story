---
Style: noir
Lighting: low key
---
Shot 1 [0-5s] A lamp.
# expect:
# error[SB105] unknown-key: `Style` is not a setting of a story
#   ┌─ SB105-words-of-the-overview.story:2:1
# 2 │ Style: noir
#   │ ^^^^^
#   = help: write it as words below the settings, where the overview stands
#
# error[SB105] unknown-key: `Lighting` is not a setting of a story
#   ┌─ SB105-words-of-the-overview.story:3:1
# 3 │ Lighting: low key
#   │ ^^^^^^^^
#   = help: write it as words below the settings, where the overview stands
#
# 2 errors in 1 story
