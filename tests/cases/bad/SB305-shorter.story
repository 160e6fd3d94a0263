# The market
audio: files/four.wav
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# warning[SB305] audio-length: `files/four.wav` lasts 4s but clip 1 is 5s long: the rest is silent
#   ┌─ SB305-shorter.story:2:8
# 2 │ audio: files/four.wav
#   │        ^^^^^^^^^^^^^^
#   = help: give the file 5s, or make the clip shorter
#
# 1 warning in 1 story
