---
title: One good wave
takes: 2
---
A surf film in one long lens. Grey Atlantic morning, real spray, no slow motion but where it is named.

# The paddle
// Both takes get a seed of their own; it stays the same as long as this clip does.
Shot 1 [0-5s] A lone surfer paddles towards the camera, over one swell after the other.

# The drop
// The third take is the one that goes into the film.
takes: 4
pick: 3
seed: 4711
Shot 1 [0-2s] She looks over her shoulder. The horizon lifts.
Shot 2 [2-6s] Two strokes, and she is up: a steep drop, one hand on the face of the wave.
  camera: tracking right, keeping her small in the frame
Shot 3 [6-10s] Slow motion: the lip throws over her, and she is gone behind glass.
