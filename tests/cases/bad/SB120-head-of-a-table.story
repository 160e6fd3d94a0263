A quay in fog.

| Time | Picture |
|---|---|
| 0-2s | A rope falls. |
| 2-5s | A boat leaves. |
# expect:
# warning[SB120] private-text: the head of a table is sent to the model, its rows are the shots
#   ┌─ SB120-head-of-a-table.story:3:1
# 3 │ | Time | Picture |
#   │ ^^^^^^^^^^^^^^^^^^
#   = help: delete it, or write `\` before it if it is meant as words
#   = unsafe fix: delete the head of the table
#
# 1 warning in 1 story
