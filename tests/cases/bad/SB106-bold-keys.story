**Title:** The Lamp

A harbour at night.

**Shot 1 [0-5s]**
- **Visual:** Tom lights a lamp.
**Shot 2 [5-10s]** The lamp glows.
# expect:
# warning[SB106] misspelt-field: `Title:` is text and is sent to the model, the setting is called `title:`
#   ┌─ SB106-bold-keys.story:1:3
# 1 │ **Title:** The Lamp
#   │   ^^^^^
#   = help: write `title:`, or `\Title:` if it is text
#   = unsafe fix: write `title`
#
# warning[SB106] misspelt-field: `- **Visual:**` is sent to the model, what is seen in a shot has no key
#   ┌─ SB106-bold-keys.story:6:5
# 6 │ - **Visual:** Tom lights a lamp.
#   │     ^^^^^^
#   = help: take `- **Visual:**` out
#   = unsafe fix: take `- **Visual:**` out
#
# 2 warnings in 1 story
