Frames: 24 per second
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB413] picture-file: `frames` names the folder `24 per second`, which is not there or holds no file
#   ┌─ SB413-no-folder.story:1:9
# 1 │ Frames: 24 per second
#   │         ^^^^^^^^^^^^^
#   = help: write the path of a folder of pictures, or `\frames` if the line is text
#
# 1 error in 1 story
