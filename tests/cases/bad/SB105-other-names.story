---
aspect ratio: 16:9
negative: blur
Characters:
  ANNA: a woman
---
Shot 1 [0-5s] A lamp.
# expect:
# error[SB105] unknown-key: `aspect ratio` is not a setting of a story
#   ┌─ SB105-other-names.story:2:1
# 2 │ aspect ratio: 16:9
#   │ ^^^^^^^^^^^^
#   = help: write `size: 720p landscape` or `size: 1080p landscape`
#
# error[SB105] unknown-key: `negative` is not a setting of a story
#   ┌─ SB105-other-names.story:3:1
# 3 │ negative: blur
#   │ ^^^^^^^^
#   = help: write `negative_prompt`
#   = unsafe fix: write `negative_prompt`
#
# error[SB105] unknown-key: `Characters` is not a setting of a story
#   ┌─ SB105-other-names.story:4:1
# 4 │ Characters:
#   │ ^^^^^^^^^^
#   = help: write `cast`
#   = unsafe fix: write `cast`
#
# 3 errors in 1 story
