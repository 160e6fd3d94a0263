duration: 20
A vendor lights a paper lamp in the rain.

# expect:
# error[SB301] duration-not-offered: `duration` is 20s, `wan-2.6-t2v` makes clips of 5, 10 or 15s
#   ┌─ SB301-whole-clip.story:1:11
# 1 │ duration: 20
#   │           ^^
#   = help: write `split: auto` in its place, which makes several clips of the shots
#   = unsafe fix: write `split: auto` in its place
#
# 1 error in 1 story
