duration: 15
Shot 1: A vendor lights a paper lamp.
Shot 2: Steam rises around a hand.
Shot 3: A child looks up.
Shot 4: Rain on a tin roof.
Shot 5: A cat crosses the alley.
Shot 6: A bell rings.
Shot 7: The street is empty.

# expect:
# notice[SB210] equal-share: shots 1 to 7 have no time and share 15s: 2s, 2s, …, 3s
#   ┌─ SB306-untimed.story:2:1
# 2 │ Shot 1: A vendor lights a paper lamp.
#   │ ^^^^^^^ 2s
#   = help: write the time in each mark, like `[0-2s]`
#
# warning[SB306] many-shots: the clip has 7 shots, `wan-2.6-t2v` follows about 6
#   ┌─ SB306-untimed.story:8:1
# 8 │ Shot 7: The street is empty.
#   │ ^^^^^^^ shot 7
#   = help: write a heading where a second clip shall begin, or tell fewer shots
#
# 1 warning, 1 notice in 1 story
