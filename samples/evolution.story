---
title: Evolution
size: 1280*720
negative_prompt: captions, subtitles, watermark, extra fingers, low resolution
cast:
  GROG:
    look: a broad-shouldered cave dweller with a matted red beard and a wolf pelt
    voice: a gravelly bass
    smith: a soot-black blacksmith in a leather apron, his red beard in two plaits
    chef: an immaculate chef in white, his red beard trimmed to a point
vars:
  verdict: Needs salt.
variants:
  vertical: {size: 720*1280}
---
A deadpan comic trailer: one man, forty thousand years, one complaint about breakfast. Photoreal, warm key light, shallow focus.

// The joke needs a straight face: nobody in this film ever laughs.

# The cave
duration: 10
Shot 1 [0-4s] A cave at dawn. @GROG turns a huge egg over a smoking fire. [[ a goose egg will do on the day ]]
  camera: slow push in at floor height
  sound: crackling wood, a bird far off
Shot 2 [4-7s] The egg bursts. Yolk on his beard.
  sound: one wet pop
Shot 3 [7-10s] Tight on his eyes, dead level.
  GROG (to the egg): "Again."

# The forge
duration: 10
Shot 1 [0-4s] A forge at golden hour. @GROG/smith lifts a pan the size of a shield from white coals.
  camera: dolly left past the anvil
  light: orange from below, blue dusk in the doorway
Shot 2 [4-7s] Top shot: the egg turns to charcoal in a second.
  transition: smash cut
Shot 3 [7-10s] He tips the charcoal out, and nods slowly.
  GROG/smith: "Hotter."

# The kitchen
duration: 10
Shot 1 [0-3s] A silent glass kitchen, some years from now. A robot arm sets down a perfect egg.
  light: soft, cold, from everywhere
Shot 2 [3-6s] Macro: a silver spoon taps the shell, and it opens like a flower.
  sound: a tiny bell
Shot 3 [6-10s] @GROG/chef tastes it, and waits a beat too long.
  GROG/chef: "{{ verdict }}"

The robot arm droops. Cut to black.
