---
model: wan-2.6-t2v@segmind
---
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# warning[SB307] model-at-risk: `wan-2.6-t2v@segmind` is named, and it may be withdrawn: the host's own list of models no longer names it, and names wan2.7-t2v (seen on 2026-08-19)
#   ┌─ SB307-model-at-risk.story:2:8
# 2 │ model: wan-2.6-t2v@segmind
#   │        ^^^^^^^^^^^^^^^^^^^
#   = help: make one clip before you plan many
#
# 1 warning in 1 story
