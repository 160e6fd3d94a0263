---
title: The clockmaker
size: 1280*720
negative_prompt: captions, watermark, extra fingers
cast:
  ODA:
    look: a small woman of seventy in a leather apron, a loupe on her brow
    voice: hoarse and kind
    sunday: a small woman of seventy in a plum velvet dress, a watch on a ribbon
  THE BOY: a boy of ten in a cap too large for him
vars:
  motto: Time is a guest.
variants:
  vertical: {size: 720*1280}
---
A warm fairy tale among clocks. Photoreal, candle light, soft vignette.
The ticking never stops.

// Shot in one room: the same set from two sides.
# The workshop
duration: 10
Shot 1 [0-4s] Macro close-up on @ODA bent over a tiny brass wheel. [[ ask props for the big one ]]
  camera: slow push in
  sound: forty clocks, none of them together
  ODA (under her breath): "Almost."
Shot 2 [4-10s, the visitor] @THE BOY stands in the door with a broken watch.
  light: low sun behind him
  THE BOY: "Can it be mended?"

# Sunday
negative_prompt: tools
Shot 1 [0-2s] The workshop is empty, and every clock shows noon.
Shot 2 [2-5s] @ODA/sunday hangs the watch round the boy's neck.
  transition: match cut
  music: a music box,
    slowing down
  ODA/sunday: "{{ motto }}"

Fade to the colour of old brass.
