model: wan-2.6-t2w@segmind
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB112] bad-value: there is no model `wan-2.6-t2w@segmind`
#   ┌─ SB112-no-such-model.story:1:8
# 1 │ model: wan-2.6-t2w@segmind
#   │        ^^^^^^^^^^^^^^^^^^^
#   = help: write `wan-2.6-t2v@segmind`
#   = unsafe fix: write `wan-2.6-t2v@segmind`
#
# 1 error in 1 story
