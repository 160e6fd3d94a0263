---
duration: 15
split: auto
---
A lighthouse in a storm.

Shot 1 [0-8s] Waves break over the rocks.
Shot 2 [8-15s] The keeper climbs the stair.

# expect:
# error[SB112] bad-value: `duration` is 15s but `split` is `auto`, which chooses the lengths
#   ┌─ SB112-duration-and-split.story:2:11
# 2 │ duration: 15
#   │           ^^
# 3 │ split: auto
#   │        ---- the split is set here
#   = help: set `duration` to auto, or delete `split` and keep to one clip
#   = unsafe fix: set `duration` to auto
#
# 1 error in 1 story
