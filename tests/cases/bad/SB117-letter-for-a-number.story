Shot 1 [0-4s] A lamp is lit.
Shot l [4-8s] A hand reaches in.
Shot 3 [8-10s] Steam.

# Two
Shot 1 (4s) A lamp is lit.
Shot l [0-6s] A hand reaches in.
# expect:
# error[SB117] unread-marks: `l` is no number, a mark needs digits
#   ┌─ SB117-letter-for-a-number.story:2:1
# 2 │ Shot l [4-8s] A hand reaches in.
#   │ ^^^^^^ no shot starts here
#   = help: write `Shot 2 [4-8s]`, or `\` before the line if it is text
#   = unsafe fix: write `Shot 2 [4-8s]`
#
# warning[SB213] misnumbered-shot: `Shot 3` is shot 2 of its clip
#   ┌─ SB117-letter-for-a-number.story:3:6
# 3 │ Shot 3 [8-10s] Steam.
#   │      ^
#   = help: write the number 2
#   = safe fix: write the number 2
#
# error[SB117] unread-marks: `l` is no number, a mark needs digits
#   ┌─ SB117-letter-for-a-number.story:7:1
# 7 │ Shot l [0-6s] A hand reaches in.
#   │ ^^^^^^ no shot starts here
#   = help: write `Shot 2 [0-6s]`, or `\` before the line if it is text
#   = unsafe fix: write `Shot 2 [0-6s]`
#
# 2 errors, 1 warning in 1 story
