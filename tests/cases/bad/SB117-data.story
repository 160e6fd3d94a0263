Grey light over a quay, slow rain.
[{"prompt": "A rope drips.", "duration": 2}, {"prompt": "A boat turns.", "duration": 3}]
# expect:
# error[SB117] unread-marks: shots stand here as JSON, and were taken as words
#   ┌─ SB117-data.story:2:1
# 2 │ [{"prompt": "A rope drips.", "duration": 2}, {"prompt": "A boat turns.", "duration": 3}]
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no shot starts here
#   = help: write a mark like `Shot 1 [0-3s]` before each shot, or `\` before the data that is meant as words
#
# 1 error in 1 story
