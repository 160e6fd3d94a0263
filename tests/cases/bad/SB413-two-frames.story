frames: files/boards
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB413] picture-file: `files/boards/01-01.jpg` and `files/boards/1-1.png` are both named after shot 1 of clip 1
#   ┌─ SB413-two-frames.story:1:9
# 1 │ frames: files/boards
#   │         ^^^^^^^^^^^^
#   = help: delete or rename one of the two, or name the picture in the shot with `picture:`
#
# 1 error in 1 story
