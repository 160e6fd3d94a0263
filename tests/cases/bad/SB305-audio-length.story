audio: files/eight.wav
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# warning[SB305] audio-length: `files/eight.wav` lasts 8s but clip 1 is 5s long: its end is cut off
#   ┌─ SB305-audio-length.story:1:8
# 1 │ audio: files/eight.wav
#   │        ^^^^^^^^^^^^^^^
#   = help: cut the file to 5s, or make the clip longer
#
# 1 warning in 1 story
