SLIDE 3

• Shot 1 [0-3s] Hero product on a table.
• Shot 2 [3-5s] Logo. TBD

© 2026 Agency. Confidential
# expect:
# warning[SB120] private-text: `SLIDE 3` is sent to the model, it is of the document
#   ┌─ SB120-stamps.story:1:1
# 1 │ SLIDE 3
#   │ ^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `TBD` is sent to the model, it stands for what is not written yet
#   ┌─ SB120-stamps.story:4:23
# 4 │ • Shot 2 [3-5s] Logo. TBD
#   │                       ^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#
# warning[SB120] private-text: `© 2026 Agency. Confidential` is sent to the model, it is of the document
#   ┌─ SB120-stamps.story:6:1
# 6 │ © 2026 Agency. Confidential
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 3 warnings in 1 story
