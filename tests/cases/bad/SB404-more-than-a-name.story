Shot 1 [0-5s] A sign reads "{{ name | upper }}".
# expect:
# error[SB404] unknown-variable: `{{ name | upper }}` holds more than a name, and only a plain name can stand inside `{{ }}`
#   ┌─ SB404-more-than-a-name.story:1:29
# 1 │ Shot 1 [0-5s] A sign reads "{{ name | upper }}".
#   │                             ^^^^^^^^^^^^^^^^^^
#   = help: write `{{ name }}` and put its words under `vars`
#
# 1 error in 1 story
