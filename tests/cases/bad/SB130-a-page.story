audio: https://www.example.com/watch?v=abc.mp3
Shot 1 [0-5s] A lamp burns low.
# A file
audio: https://example.com/sounds/lamp.MP3?token=1
Shot 1 [0-5s] A hand.
# expect:
# warning[SB130] audio-address: `https://www.example.com/watch?v=abc.mp3` looks like the address of a page, it does not end in .wav or .mp3
#   ┌─ SB130-a-page.story:1:8
# 1 │ audio: https://www.example.com/watch?v=abc.mp3
#   │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write the address of the file itself, or save the sound in the project and write its path
#
# 1 warning in 1 story
