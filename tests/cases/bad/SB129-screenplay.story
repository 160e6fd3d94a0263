cast:
  IDA: a girl in a red coat
Shot 1 [0-5s] @IDA opens the door.
  IDA
  (whispering)
  Come closer.
Shot 2 [5-10s] A man stands there.
  THE GUARD
  (off)
  Who is it?
  — No.
  — You can't come in, can you?
# expect:
# warning[SB129] speech-as-words: `IDA` stands alone above its words, so these lines are text of the shot
#   ┌─ SB129-screenplay.story:4:3
# 4 │   IDA
#   │   ^^^
#   = help: write `IDA (whispering): "Come closer."`
#   = unsafe fix: make speech of it
#
# warning[SB129] speech-as-words: `THE GUARD` stands alone above its words, so these lines are text of the shot
#   ┌─ SB129-screenplay.story:8:3
# 8 │   THE GUARD
#   │   ^^^^^^^^^
#   = help: write `THE GUARD (off): "Who is it?"`
#   = unsafe fix: make speech of it
#
# warning[SB129] speech-as-words: a dash begins no speech, so the line is text of the shot
#    ┌─ SB129-screenplay.story:11:3
# 11 │   — No.
#    │   ^^^^^
#    = help: write `NAME: "No."` with the name of whoever says it
#
# warning[SB129] speech-as-words: a dash begins no speech, so the line is text of the shot
#    ┌─ SB129-screenplay.story:12:3
# 12 │   — You can't come in, can you?
#    │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#    = help: write `NAME: "You can't come in, can you?"` with the name of whoever says it
#
# 4 warnings in 1 story
