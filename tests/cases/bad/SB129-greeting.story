A cafe.
Shot 1 [0-3s] Anna enters.
  ANNA: Good morning.
  PALETTE: teal
Shot 2 [3-5s] Tom looks up.
  TOM: We open at nine.
# expect:
# warning[SB129] speech-as-words: the cast has no `ANNA` and the words are in no quotation marks, so the line is text of the shot
#   ┌─ SB129-greeting.story:3:3
# 3 │   ANNA: Good morning.
#   │   ^^^^
#   = help: write `ANNA: "Good morning."`, or describe `ANNA` under `cast`
#   = unsafe fix: make speech of it
#
# warning[SB129] speech-as-words: the cast has no `TOM` and the words are in no quotation marks, so the line is text of the shot
#   ┌─ SB129-greeting.story:6:3
# 6 │   TOM: We open at nine.
#   │   ^^^
#   = help: write `TOM: "We open at nine."`, or describe `TOM` under `cast`
#   = unsafe fix: make speech of it
#
# 2 warnings in 1 story
