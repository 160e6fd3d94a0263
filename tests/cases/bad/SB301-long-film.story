duration: 30
Shot 1 [0-10s] A lamp.
Shot 2 [10-20s] A hand.
Shot 3 [20-30s] A bird.
# expect:
# error[SB301] duration-not-offered: `duration` is 30s, `wan-2.6-t2v` makes clips of 5, 10 or 15s
#   ┌─ SB301-long-film.story:1:11
# 1 │ duration: 30
#   │           ^^
#   = help: write `split: auto` in its place, which makes several clips of the shots
#   = unsafe fix: write `split: auto` in its place
#
# 1 error in 1 story
