---
model: plain@segmind
multi_shots: true
audio: https://example.org/rain.mp3
---
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB309] setting-not-supported: `multi_shots` is set, `plain` has no such field
#   ┌─ SB309-setting-not-supported.story:3:1
# 3 │ multi_shots: true
#   │ ^^^^^^^^^^^
#   = help: delete `multi_shots`, or name a model that has it
#
# error[SB309] setting-not-supported: `audio` is set, `plain` has no such field
#   ┌─ SB309-setting-not-supported.story:4:1
# 4 │ audio: https://example.org/rain.mp3
#   │ ^^^^^
#   = help: delete `audio`, or name a model that has it
#
# 2 errors in 1 story
