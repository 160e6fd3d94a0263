A cafe.
Shot 1 [0-5s] Anna and Tom talk.
  Anna: Hello Tom, how are you?
  Tom: Fine.
  Mood: calm.
  Palette: teal and rust.
  WARDROBE: a red coat.
  Lens: 50 mm!
# expect:
# warning[SB129] speech-as-words: the cast has no `Anna` and the words are in no quotation marks, so the line is text of the shot
#   ┌─ SB129-names-in-small-letters.story:3:3
# 3 │   Anna: Hello Tom, how are you?
#   │   ^^^^
#   = help: write `ANNA: "Hello Tom, how are you?"`, or describe `Anna` under `cast`
#   = unsafe fix: make speech of it
#
# warning[SB129] speech-as-words: the cast has no `Tom` and the words are in no quotation marks, so the line is text of the shot
#   ┌─ SB129-names-in-small-letters.story:4:3
# 4 │   Tom: Fine.
#   │   ^^^
#   = help: write `TOM: "Fine."`, or describe `Tom` under `cast`
#   = unsafe fix: make speech of it
#
# 2 warnings in 1 story
