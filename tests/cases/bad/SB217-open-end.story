A night market in the rain.
Shot 1 [0-4s] A vendor lights a paper lamp.
Shot 2 [4s-end] A hand reaches in.
# expect:
# error[SB217] open-end: shot 2 runs to the end of the clip but the clip has no `duration`
#   ┌─ SB217-open-end.story:3:8
# 3 │ Shot 2 [4s-end] A hand reaches in.
#   │        ^^^^^^^^ no end
#   = help: write `duration: 5` above the first shot, or where shot 2 ends; the model makes 5, 10 or 15s
#
# 1 error in 1 story
