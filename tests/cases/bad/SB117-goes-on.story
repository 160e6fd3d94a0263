Einstellung 1 [0-4s] Ein Seil tropft.
Dann 4-7s: ein Boot dreht sich; 7-10s: Nebel.
# expect:
# error[SB117] unread-marks: the text names 3 shots, and none of them is read: `Einstellung 1 [0-4s]` and 2 more marks were taken as words
#   ┌─ SB117-goes-on.story:1:1
# 1 │ Einstellung 1 [0-4s] Ein Seil tropft.
#   │ ^^^^^^^^^^^^^^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 3 shots here
#
# 1 error in 1 story
