---
include: .env
---
Shot 1 [0-5s] A baker opens the oven.
# expect:
# error[SB406] path-outside-project: `include` names `.env`, which is hidden, and nothing hidden goes into a film
#   ┌─ SB406-hidden.story:2:10
# 2 │ include: .env
#   │          ^^^^
#   = help: give the file and its folders names that do not begin with a dot
#
# 1 error in 1 story
