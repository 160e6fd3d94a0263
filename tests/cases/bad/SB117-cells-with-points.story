A lighthouse in a storm.

1 | 00.03.00 | A wave breaks over the gallery.
2 | 00.06.00 | The keeper climbs the stair.
3 | 00.10.00 | The lamp goes dark.
# expect:
# error[SB117] unread-marks: the text names 3 shots, and none of them is read: `00.03.00 |` and 2 more marks were taken as words
#   ┌─ SB117-cells-with-points.story:3:5
# 3 │ 1 | 00.03.00 | A wave breaks over the gallery.
#   │     ^^^^^^^^^^ no shot starts here
#   = help: start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\` before what is meant as words
#   = unsafe fix: start 3 shots here
#
# 1 error in 1 story
