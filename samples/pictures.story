---
title: The lighthouse
frames: boards
---
A northern coast at dusk, wind and a high sea. Photoreal, muted colours, subtle film grain.

Shot 1 [0-4s, dusk] A striped lighthouse stands dark on its cliff. Gulls turn over the water.
  camera: slow push in
  sound: wind, surf
Shot 2 [4-7s, the match] Macro: a hand holds a burning match to the rings of the great lens.
  light: the flame, then the lens all at once
Shot 3 [7-12s, the beam] The beam reaches over the black water and finds a small sailing boat.
  camera: pan right along the beam
  picture: boards/beam.png
Shot 4 [12-15s] Close-up of the keeper behind his window. He smiles.
  KEEPER: "There you are."
