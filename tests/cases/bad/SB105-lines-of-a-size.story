---
resolution: 1080p
---
Shot 1 [0-5s] A lamp.
# expect:
# error[SB105] unknown-key: `resolution` is not a setting of a story
#   ┌─ SB105-lines-of-a-size.story:2:1
# 2 │ resolution: 1080p
#   │ ^^^^^^^^^^
#   = help: write `size: 1080p landscape` or `size: 1080p portrait`
#
# 1 error in 1 story
