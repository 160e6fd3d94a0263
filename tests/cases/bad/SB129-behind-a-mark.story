# Speech
Shot 1 [0-3s] ANNA: Hallo
Shot 2 [3-6s] A cat looks up.
  BEN: Who is there?
  PALETTE: teal and rust
Shot 3 [6-10s] ANNA: "Nobody."
# Titles
Shot 1 [0-3s] PROMISE: "Did you know?"
Shot 2 [3-5s] PROOF: Results!
# expect:
# warning[SB129] speech-as-words: `ANNA` speaks behind a mark, where all is text, so nobody says the words
#   ┌─ SB129-behind-a-mark.story:2:15
# 2 │ Shot 1 [0-3s] ANNA: Hallo
#   │               ^^^^
#   = help: write `ANNA: "Hallo"` on a line of its own
#   = unsafe fix: make speech of it
#
# warning[SB129] speech-as-words: the cast has no `BEN` and the words are in no quotation marks, so the line is text of the shot
#   ┌─ SB129-behind-a-mark.story:4:3
# 4 │   BEN: Who is there?
#   │   ^^^
#   = help: write `BEN: "Who is there?"`, or describe `BEN` under `cast`
#   = unsafe fix: make speech of it
#
# warning[SB129] speech-as-words: `ANNA` speaks behind a mark, where all is text, so nobody says the words
#   ┌─ SB129-behind-a-mark.story:6:16
# 6 │ Shot 3 [6-10s] ANNA: "Nobody."
#   │                ^^^^
#   = help: write `ANNA: "Nobody."` on a line of its own
#   = unsafe fix: make speech of it
#
# 3 warnings in 1 story
