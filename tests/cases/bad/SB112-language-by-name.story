---
language: German
---
Shot 1 [0-5s] A lamp.
# expect:
# error[SB112] bad-value: `language` is `German`, not a language tag
#   ┌─ SB112-language-by-name.story:2:11
# 2 │ language: German
#   │           ^^^^^^
#   = help: write `de`
#   = unsafe fix: write `de`
#
# 1 error in 1 story
