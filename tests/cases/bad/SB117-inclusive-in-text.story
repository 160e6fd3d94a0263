A shop window in the snow. 1-4s: A child presses her nose to the glass; 5-9s: a train set starts to move.

# expect:
# error[SB117] unread-marks: the text names 2 shots, and none of them is read: `1-4s:` and 1 more mark were taken as words
#   ┌─ SB117-inclusive-in-text.story:1:28
# 1 │ A shop window in the snow. 1-4s: A child presses her nose to the glass; 5-9s: a train set start…
#   │                            ^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
