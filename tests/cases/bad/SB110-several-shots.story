Shots 1-2 [0-6s] A lamp is lit, and goes out.
Shot 3 [6-10s] Dark.

# expect:
# error[SB110] malformed-mark: `Shots 1-2` names several shots, a mark starts one
#   ┌─ SB110-several-shots.story:1:1
# 1 │ Shots 1-2 [0-6s] A lamp is lit, and goes out.
#   │ ^^^^^^^^^
#   = help: give each shot a line of its own, or a time: `[0-3s]`
#
# error[SB117] unread-marks: the text names 3 shots, and 2 of them are read: `[0-6s]` was taken as words
#   ┌─ SB110-several-shots.story:1:11
# 1 │ Shots 1-2 [0-6s] A lamp is lit, and goes out.
#   │           ^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 1 shot here
#
# 2 errors in 1 story
