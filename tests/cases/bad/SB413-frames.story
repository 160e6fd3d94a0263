frames: files
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB413] picture-file: `frames` names `files`, where no picture is named after a shot
#   ┌─ SB413-frames.story:1:9
# 1 │ frames: files
#   │         ^^^^^
#   = help: name the pictures after clip and shot: `1-2.png`, or with the clip's title, `the-forge-2.png`
#
# 1 error in 1 story
