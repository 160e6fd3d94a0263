duration: 5
Shot 1 [0-5s] A vendor lights a paper lamp.
Shot 2 [5s - the end] A hand reaches in.
# expect:
# error[SB217] open-end: shot 2 starts at 5s but the clip's duration is 5s
#   ┌─ SB217-after-the-end.story:3:8
# 1 │ duration: 5
#   │           - the duration is set here
# ⋮
# 3 │ Shot 2 [5s - the end] A hand reaches in.
#   │        ^^^^^^^^^^^^^^
#   = help: start shot 2 before 5s, or set a longer `duration`
#
# 1 error in 1 story
