size: 9x16
Shot 1 [0-5s] A lamp burns low.
# expect:
# error[SB303] size-not-offered: `9x16` is not one of the 4 sizes of `wan-2.6-t2v`
#   ┌─ SB303-shape.story:1:7
# 1 │ size: 9x16
#   │       ^^^^
#   = help: write `720*1280` or `1080*1920`
#
# 1 error in 1 story
