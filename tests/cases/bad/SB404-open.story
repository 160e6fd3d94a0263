---
vars:
  tagline: What's next?
---
Shot 1 [0-5s] A sign reads "{{ tagline" over the door.
# expect:
# error[SB404] unknown-variable: `{{` opens a variable but no `}}` closes it on this line
#   ┌─ SB404-open.story:5:29
# 5 │ Shot 1 [0-5s] A sign reads "{{ tagline" over the door.
#   │                             ^^
#   = help: write `{{ name }}`, or `\{{` if it is text
#
# 1 error in 1 story
