audio: ../../../../../music/theme.mp3
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB406] path-outside-project: `audio` names `../../../../../music/theme.mp3`, which lies outside the project
#   ┌─ SB406-audio.story:1:8
# 1 │ audio: ../../../../../music/theme.mp3
#   │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: put the file below the project's root and write its path with `/` between folders
#
# 1 error in 1 story
