Shot 1 [0-3s] A lamp is lit.
  Duration: 3s
Shot 2 [3-5s] It goes out.
# expect:
# error[SB111] misplaced-setting: a shot's length stands in its mark, `duration` is that of a clip
#   ┌─ SB111-own-length.story:2:3
# 2 │   Duration: 3s
#   │   ^^^^^^^^
#   = help: delete the line
#   = unsafe fix: delete the line
#
# 1 error in 1 story
