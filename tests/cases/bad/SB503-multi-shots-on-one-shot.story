multi_shots: true
Shot 1 [0-5s] A vendor lights a paper lamp and carries it down the lane.

# expect:
# error[SB503] multi-shots-on-one-shot: `multi_shots` is `true` but the clip has one shot
#   ┌─ SB503-multi-shots-on-one-shot.story:1:14
# 1 │ multi_shots: true
#   │              ^^^^
#   = help: delete the line, or make two shots of the clip
#   = safe fix: delete `multi_shots`: it follows from the number of shots
#
# 1 error in 1 story
