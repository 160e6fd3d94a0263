audio: files/people.yaml
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB410] audio-file: `files/people.yaml` is no sound that can be read, `wan-2.6-t2v@segmind` takes WAV and MP3
#   ┌─ SB410-not-sound.story:1:8
# 1 │ audio: files/people.yaml
#   │        ^^^^^^^^^^^^^^^^^
#   = help: save the sound as WAV or MP3
#
# 1 error in 1 story
