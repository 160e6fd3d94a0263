Einstellung 1 [0-4s] Ein Seil tropft.
Dann 4-7s: ein Boot dreht sich; 7-10s: Nebel.
# expect:
# error[SB117] unread-marks: the text names 3 shots, and 1 of them is read: `4-7s:` and 1 more mark were taken as words
#   ┌─ SB117-goes-on.story:2:6
# 2 │ Dann 4-7s: ein Boot dreht sich; 7-10s: Nebel.
#   │      ^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 2 shots here
#
# 1 error in 1 story
