Shot 1 [0-5s] Tom lights a lamp.
  - **Dialogue:** Tom: "Is it warm?"
# expect:
# warning[SB132] voice-as-text: `Dialogue:` begins a part of the picture's description, and nobody says it
#   ┌─ SB132-bold.story:2:7
# 2 │   - **Dialogue:** Tom: "Is it warm?"
#   │       ^^^^^^^^ no speech
#   = help: write `TOM: "Is it warm?"`
#   = unsafe fix: make speech of it
#
# 1 warning in 1 story
