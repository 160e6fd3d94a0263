Shot 1 [0-2s] A vendor lights a paper lamp.
Shot 2 [2-4s] Steam rises around a hand.
Shot 3 [4-6s] A child looks up.
Shot 4 [6-8s] Rain on a tin roof.
Shot 5 [8-10s] A cat crosses the alley.
Shot 6 [10-12s] A bell rings.
Shot 7 [12-15s] The street is empty.

# expect:
# warning[SB306] many-shots: the clip has 7 shots, `wan-2.6-t2v` follows about 6
#   ┌─ SB306-many-shots.story:7:1
# 7 │ Shot 7 [12-15s] The street is empty.
#   │ ^^^^^^^^^^^^^^^ shot 7
#   = help: write a heading where a second clip shall begin, or tell fewer shots
#
# 1 warning in 1 story
