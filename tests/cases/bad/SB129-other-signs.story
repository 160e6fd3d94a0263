---
cast:
  IDA: a tall woman in a red coat
  TOM: a boy of nine
---
Shot 1 [0-5s] @IDA opens the door to @TOM.
  IDA [whispering]: "Come closer."
  TOM, off: "No."
  (TOM): "Yes."
  IDA - "Come."
  TOM — «Now.»
Shot 2 [5-10s] The door falls shut.
  IDA (softly): "Gone."
  TOM, "the kid", waves.
  TOM: "No."
# expect:
# warning[SB129] speech-as-words: `IDA [whispering]:` begins no speech, so the line is text of the shot
#   ┌─ SB129-other-signs.story:7:3
# 7 │   IDA [whispering]: "Come closer."
#   │   ^^^^^^^^^^^^^^^^^
#   = help: write `IDA (whispering):`
#   = unsafe fix: write `IDA (whispering):`
#
# warning[SB129] speech-as-words: `TOM, off:` begins no speech, so the line is text of the shot
#   ┌─ SB129-other-signs.story:8:3
# 8 │   TOM, off: "No."
#   │   ^^^^^^^^^
#   = help: write `TOM (off):`
#   = unsafe fix: write `TOM (off):`
#
# warning[SB129] speech-as-words: `(TOM):` begins no speech, so the line is text of the shot
#   ┌─ SB129-other-signs.story:9:3
# 9 │   (TOM): "Yes."
#   │   ^^^^^^
#   = help: write `TOM:`
#   = unsafe fix: write `TOM:`
#
# warning[SB129] speech-as-words: `IDA -` begins no speech, so the line is text of the shot
#    ┌─ SB129-other-signs.story:10:3
# 10 │   IDA - "Come."
#    │   ^^^^^
#    = help: write `IDA:`
#    = unsafe fix: write `IDA:`
#
# warning[SB129] speech-as-words: `TOM —` begins no speech, so the line is text of the shot
#    ┌─ SB129-other-signs.story:11:3
# 11 │   TOM — «Now.»
#    │   ^^^^^
#    = help: write `TOM:`
#    = unsafe fix: write `TOM:`
#
# 5 warnings in 1 story
