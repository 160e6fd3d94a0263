---
negative_prompt: blur, {{ dislikes }}
vars:
  dislikes: watermark
---
Shot 1 [0-5s] A sign over the door.
# expect:
# error[SB404] unknown-variable: `{{ dislikes }}` stands in the setting `negative_prompt`, variables are read in text, titles and the cast
#   ┌─ SB404-in-setting.story:2:24
# 2 │ negative_prompt: blur, {{ dislikes }}
#   │                        ^^^^^^^^^^^^^^
#   = help: write the words themselves, or set them in a variant
#
# 1 error in 1 story
