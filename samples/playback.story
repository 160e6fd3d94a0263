---
title: The last waltz
audio: sounds/waltz.wav
cast:
  CLARA: "a dancer of sixty in a grey coat, white hair in a knot"
---
A ballroom with covered chandeliers, afternoon light through tall windows.

Shot 1 [0-4s] @CLARA walks over the empty floor, her steps in three-four time.
  camera: slow push in
Shot 2 [4-7s] Close-up of @CLARA. She closes her eyes.
  CLARA: "Once more, from the beginning."
Shot 3 [7-10s] From above: one dancer turns, and her shadow with her.
