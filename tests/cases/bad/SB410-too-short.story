audio: files/one-second.wav
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB410] audio-file: `files/one-second.wav` is 1s long, `wan-2.6-t2v@segmind` takes 3 to 30s of sound
#   ┌─ SB410-too-short.story:1:8
# 1 │ audio: files/one-second.wav
#   │        ^^^^^^^^^^^^^^^^^^^^
#   = help: make it 3s or longer
#
# 1 error in 1 story
