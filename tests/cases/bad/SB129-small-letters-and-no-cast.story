A house.
Shot 1 [0-3s] Nora leans on the sink. A sign swings.
  Nora: "Now."
  Sign: "Closed"
  Headline: "Storm"
Shot 2 [3-5s] A tomato.
  Narrator (V.O.): “Soon.”
# expect:
# warning[SB129] speech-as-words: `Nora` is not in the cast and not in capitals, so the line is text of the shot
#   ┌─ SB129-small-letters-and-no-cast.story:3:3
# 3 │   Nora: "Now."
#   │   ^^^^
#   = help: write `NORA: "Now."`, or describe `Nora` under `cast`
#   = unsafe fix: make speech of it
#
# warning[SB129] speech-as-words: `Narrator` is not in the cast and not in capitals, so the line is text of the shot
#   ┌─ SB129-small-letters-and-no-cast.story:7:3
# 7 │   Narrator (V.O.): “Soon.”
#   │   ^^^^^^^^
#   = help: write `NARRATOR (V.O.): “Soon.”`, or describe `Narrator` under `cast`
#   = unsafe fix: make speech of it
#
# 2 warnings in 1 story
