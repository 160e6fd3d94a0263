A night market in the rain.
Shot 1 [0-5s] A vendor lights a paper lamp.
seed: 7
# expect:
# error[SB111] misplaced-setting: the setting `seed` stands inside a shot, it counts only before the clip's first shot
#   ┌─ SB111-in-shot.story:3:1
# 3 │ seed: 7
#   │ ^^^^
#   = help: move it before the clip's first shot, or write `\seed` to make it text
#   = safe fix: move `seed` before the clip's first shot
#
# 1 error in 1 story
