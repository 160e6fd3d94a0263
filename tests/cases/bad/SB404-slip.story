---
vars:
  tagline: What's next?
---
Shot 1 [0-5s] A sign reads "{{ taglin }}" over the door.
# expect:
# error[SB404] unknown-variable: the variable `taglin` has no value, `vars` has `tagline`
#   ┌─ SB404-slip.story:5:29
# 3 │   tagline: What's next?
#   │            ------------ `tagline` is here
# ⋮
# 5 │ Shot 1 [0-5s] A sign reads "{{ taglin }}" over the door.
#   │                             ^^^^^^^^^^^^
#   = help: write `tagline`, or add `taglin:` under `vars`
#
# 1 error in 1 story
