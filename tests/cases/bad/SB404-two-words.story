---
vars:
  tagline: Go
---
Shot 1 [0-5s] A lamp {{ tag line }}.
# expect:
# error[SB404] unknown-variable: `{{ tag line }}` holds more than a name, and only a plain name can stand inside `{{ }}`
#   ┌─ SB404-two-words.story:5:22
# 5 │ Shot 1 [0-5s] A lamp {{ tag line }}.
#   │                      ^^^^^^^^^^^^^^
#   = help: write `{{ tagline }}`
#   = unsafe fix: write `{{ tagline }}`
#
# 1 error in 1 story
