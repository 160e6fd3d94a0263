---
title: The market
---
Shot 1 [0-8s] A vendor lights a paper lamp.
Shot 2 [8-15s] Steam rises around a hand.
Shot 3 [15-20s] The street is empty.

# expect:
# error[SB302] clip-too-long: the shots end at 20s, `wan-2.6-t2v` makes clips of 15s at most
#   ┌─ SB302-clip-too-long.story:6:12
# 6 │ Shot 3 [15-20s] The street is empty.
#   │            ^^ shot 3 ends after 15s
#   │  0     2     4     6     8     10    12    14    16    18    20
#   │                          ├──────── 2 ─────────┤
#   │                                               ├───── 3 ──────┤
#   = help: write `split: auto` among the story's settings, or a heading where the next clip shall begin
#   = unsafe fix: write `split: auto`, which makes 2 clips for 2.5 USD
#
# 1 error in 1 story
