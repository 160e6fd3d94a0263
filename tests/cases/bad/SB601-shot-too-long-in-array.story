---
model: rows@segmind
---
Shot 1 [0-3s] A lamp is lit in the window of the last house of a long street in the rain.
Shot 2 [3-5s] A hand reaches in.
# expect:
# error[SB601] prompt-too-long: shot 1 has 75 characters with the overview and the cast, `rows` reads 60 a shot
#   ┌─ SB601-shot-too-long-in-array.story:4:75
# 4 │ Shot 1 [0-3s] A lamp is lit in the window of the last house of a long street in the rain.
#   │                                                                           ^^^^^^^^^^^^^^^ lost from here
#   = help: take out 15 characters
#
# 1 error in 1 story
