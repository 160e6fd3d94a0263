Shot 1 [0-5s] A lamp in the rain.
  SOUND; rain on tin
  Music; laughter; glasses
# expect:
# warning[SB106] misspelt-field: `SOUND;` is text and is sent to the model, a key ends with a colon
#   ┌─ SB106-semicolon.story:2:3
# 2 │   SOUND; rain on tin
#   │   ^^^^^^
#   = help: write `SOUND:`, or `\SOUND` if it is text
#   = unsafe fix: write `SOUND:`
#
# 1 warning in 1 story
