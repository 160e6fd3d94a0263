---
title: The blue teapot
audio: sounds/teatime.wav
frames: teapot
negative_prompt: logos, captions, hands with six fingers
---
A kitchen on a winter morning. Photoreal, soft daylight, linen and oak, shallow focus.

Shot 1 [0-4s, Steam] Close-up: steam curls from the spout of a round blue teapot.
  camera: slow push in
  sound: a kettle that has just gone quiet
Shot 2 [4-8s, The pour] Macro: tea falls into a white cup and turns it amber.
  light: low sun through the stream
  SHE (off): "Nobody has ever hurried a teapot."
Shot 3 [8-12s, The sill] Two cups stand on the window sill, and behind them it snows.
  camera: pan right from one cup to the other
Shot 4 [12-15s, Pack shot] The teapot alone on a linen cloth, its glaze bright.
  transition: dissolve
---
The blue teapot. Thrown by hand.
