---
enable_prompt_expansion: false
size: 720*1280
---
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB502] expansion-off: `enable_prompt_expansion` is `false` but the clip has 2 shots, which need it
#   ┌─ SB502-in-front-matter.story:2:26
# 2 │ enable_prompt_expansion: false
#   │                          ^^^^^
# ⋮
# 6 │ Shot 2 [3-5s] Steam rises around a hand.
#   │        ------ the second shot is here
#   = help: delete the line, or make one shot of the clip
#   = safe fix: delete `enable_prompt_expansion`: it follows from the number of shots
#
# 1 error in 1 story
