audio: files/rain.mp3
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB405] missing-file: `audio` names `files/rain.mp3`, there is no such file
#   ┌─ SB405-audio.story:1:8
# 1 │ audio: files/rain.mp3
#   │        ^^^^^^^^^^^^^^
#   = help: write the path from the folder of this file, or from the project's root after a `/`
#
# 1 error in 1 story
