---
aspect_ratio: 9:16
---
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB105] unknown-key: `aspect_ratio` is not a setting of a story
#   ┌─ SB105-shape.story:2:1
# 2 │ aspect_ratio: 9:16
#   │ ^^^^^^^^^^^^
#   = help: write `size: 720p portrait` or `size: 1080p portrait`
#
# 1 error in 1 story
