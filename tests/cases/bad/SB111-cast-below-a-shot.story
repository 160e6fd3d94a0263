Shot 1 [0-5s] @ANNA waves.
cast:
  ANNA: a woman in red

# expect:
# error[SB111] misplaced-setting: the setting `cast` stands inside a shot, it counts only before the clip's first shot
#   ┌─ SB111-cast-below-a-shot.story:2:1
# 2 │ cast:
#   │ ^^^^
#   = help: move it before the clip's first shot, or write `\cast` to make it text
#   = safe fix: move `cast` before the clip's first shot
#
# 1 error in 1 story
