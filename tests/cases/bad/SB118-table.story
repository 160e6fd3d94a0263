| # | Time | Action | Camera |
|---|---|---|---|
| 1 | 0-3s | A vendor lights a lamp. | push in |
| 2 | 3-5s | A hand reaches in. | still |
# expect:
# error[SB118] not-a-story: the file looks like a table, not like a story
#   ┌─ SB118-table.story:1:1
# 1 │ | # | Time | Action | Camera |
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
