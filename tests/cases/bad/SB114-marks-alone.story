Shot 1 [0-3s]
Shot 2 [3-5s]
# expect:
# error[SB114] empty-clip: the clip has 2 shots but no words
#   ┌─ SB114-marks-alone.story:1:1
# 1 │ Shot 1 [0-3s]
#   │ ^^^^^^^^^^^^^ nothing to make
#   = help: write what is seen after the mark
#
# 1 error in 1 story
