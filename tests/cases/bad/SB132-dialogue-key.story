Shot 1 [0-5s] A lamp.
  dialogue: ANNA: Hi there
  Dialogue: BEN (off): "Who is it?"
# expect:
# warning[SB132] voice-as-text: `dialogue:` begins a part of the picture's description, and nobody says it
#   ┌─ SB132-dialogue-key.story:2:3
# 2 │   dialogue: ANNA: Hi there
#   │   ^^^^^^^^ no speech
#   = help: write `ANNA: "Hi there"`
#   = unsafe fix: make speech of it
#
# 1 warning in 1 story
