# The market
model: wan-2.6-t2v@segmind
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# error[SB111] misplaced-setting: the setting `model` stands under a heading, it counts only above the story's first heading
#   ┌─ SB111-story-key-in-clip.story:2:1
# 2 │ model: wan-2.6-t2v@segmind
#   │ ^^^^^
#   = help: move it above the story's first heading, or write `\model` to make it text
#   = unsafe fix: move `model` above the story's first heading
#
# 1 error in 1 story
