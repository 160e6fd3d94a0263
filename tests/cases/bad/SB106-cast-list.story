CHARACTERS
ANNA - a woman of thirty in a red coat
TOM - a barista of twenty

A cafe.
Shot 1 [0-3s] ANNA enters.
Shot 2 [3-5s] TOM looks up.
# expect:
# warning[SB106] misspelt-field: `CHARACTERS` is sent to the model as text; the people of a story stand under `cast:`
#   ┌─ SB106-cast-list.story:1:1
# 1 │ CHARACTERS
#   │ ^^^^^^^^^^
#   = help: write `cast:`, and below it `  ANNA: a woman of thirty in a red coat`
#   = unsafe fix: make a cast of the 2 lines below it
#
# 1 warning in 1 story
