---
language: en_US
---
A cafe.
Shot 1 [0-3s] Anna enters.
Shot 2 [3-5s] Tom looks up.
# expect:
# error[SB112] bad-value: `language` is `en_US`, not a language tag
#   ┌─ SB112-language-underscore.story:2:11
# 2 │ language: en_US
#   │           ^^^^^
#   = help: write `en-US`
#   = unsafe fix: write `en-US`
#
# 1 error in 1 story
