size: 9:16
Shot 1 [0-5s] A lamp.
# expect:
# error[SB304] size-ambiguous: `size` is `9:16`, which names `720*1280` and `1080*1920`
#   ┌─ SB304-ratio.story:1:7
# 1 │ size: 9:16
#   │       ^^^^
#   = help: write `720*1280` or `1080*1920`
#
# 1 error in 1 story
