# The market
Shot 1 [0-5s] A vendor lights a paper lamp.
  duration: 5
# expect:
# error[SB111] misplaced-setting: the setting `duration` stands inside a shot, it counts only before the clip's first shot
#   ┌─ SB111-duration-in-shot.story:3:3
# 3 │   duration: 5
#   │   ^^^^^^^^
#   = help: move it before the clip's first shot, or write `\duration` to make it text
#   = unsafe fix: move `duration` before the clip's first shot
#
# 1 error in 1 story
