---
title: The last train
cast:
  MARA:
    look: a woman of sixty in a bottle-green coat, silver hair pinned up
    voice: dry, amused, a slight Trieste accent
    young: a woman of twenty, dark hair loose, an army jacket too big for her
  THE GUARD: a tall railway guard with a brass whistle and sad eyes
---
A provincial station at midnight, 1986. One lamp, fog, wet platforms. Shot on 35 mm, muted greens and ambers.

# Platform two
Shot 1 [0-4s] @MARA sits alone on a bench, a small suitcase on her knees.
  camera: locked off, wide, her bench at the left third
  sound: a clock, water dripping from the roof
Shot 2 [4-7s] @THE GUARD stops before her and looks at the clock.
  THE GUARD (gently): "It is not coming, signora."
Shot 3 [7-10s] Close on her. She does not look up.
  MARA: "It never was on time."

# Platform two, forty years before
Shot 1 [0-5s] The same bench in hard sunlight. @MARA/young runs along a train that has begun to move.
  camera: handheld, running with her
  light: bleached noon
Shot 2 [5-10s] A hand reaches from the carriage door. She slows, and lets it go.
  sound: the whistle, then nothing
