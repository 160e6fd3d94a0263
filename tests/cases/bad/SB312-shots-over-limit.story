---
model: rows@segmind
---
Shot 1 [0-3s] A lamp is lit.
Shot 2 [3-5s] A hand reaches in.
Shot 3 [5-7s] The lamp goes out.
# expect:
# error[SB312] shots-over-limit: the clip has 3 shots, `rows` takes 2 at most
#   ┌─ SB312-shots-over-limit.story:6:1
# 6 │ Shot 3 [5-7s] The lamp goes out.
#   │ ^^^^^^^^^^^^^
#   = help: write a heading here, so that a second clip begins
#
# 1 error in 1 story
