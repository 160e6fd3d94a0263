---
language: es
cast: {ANNA: una panadera}
---
Shot 1 [0-3s] A street before sunrise.
  VO: The city never sleeps.
  NARRATOR (V.O.): "Nor does she."
  - Voice over: "This is spoken as it is."
Shot 2 [3-5s] A bakery.
  Narrador: Abre a las cinco.
  ANNA: Buenos días.
# expect:
# warning[SB132] voice-as-text: `VO:` begins a part of the picture's description, and nobody says it
#   ┌─ SB132-voice-as-text.story:6:3
# 6 │   VO: The city never sleeps.
#   │   ^^ no speech
#   = help: write `NARRATOR (VO): "The city never sleeps."`
#   = unsafe fix: make speech of it
#
# warning[SB132] voice-as-text: `Narrador:` begins a part of the picture's description, and nobody says it
#    ┌─ SB132-voice-as-text.story:10:3
# 10 │   Narrador: Abre a las cinco.
#    │   ^^^^^^^^ no speech
#    = help: write `NARRADOR: "Abre a las cinco."`
#    = unsafe fix: make speech of it
#
# 2 warnings in 1 story
