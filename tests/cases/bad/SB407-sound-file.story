Shot 1 [0-5s] A lamp.
  audio: music.mp3
  music: a slow waltz.mp3 of the old days
# expect:
# warning[SB407] media-reference: `music.mp3` names a file, and is sent as words: a shot has no sound of its own
#   ┌─ SB407-sound-file.story:2:10
# 2 │   audio: music.mp3
#   │          ^^^^^^^^^
#   = help: write `audio: music.mp3` before the clip's first shot, or say what is heard
#
# 1 warning in 1 story
