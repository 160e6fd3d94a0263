---
title: First light
size: 1280*720
negative_prompt: captions, watermark, extra fingers, printed logos
cast:
  NORA:
    look: a baker in her fifties, flour to the elbows, a grey plait over one shoulder
    voice: warm, unhurried
vars:
  claim: Bread takes a night.
variants:
  vertical: {size: 720*1280}
---
A quiet advertisement for a village bakery. Photoreal, real flour, real steam, lamplight before sunrise.

// One idea: nothing here is hurried. Whoever cuts this faster than it is written has made another ad.
// Your own picture in the free film: put it beside this file, and write `picture: bakery.jpg` below a shot's mark.

# The dough
duration: 10
Shot 1 [0-4s] A bakery at four in the morning. @NORA folds dough on a worn wooden table. [[ the table is the hero: book the one with the burn mark ]]
  camera: slow push in at table height
  light: one lamp above, blue night in the window
  sound: dough on wood, a clock
Shot 2 [4-7s] Macro: a blade scores the loaf in one stroke.
  sound: the crust gives
Shot 3 [7-10s] The oven door opens, and her face glows.
  light: orange from the oven only

# The morning
duration: 5
Shot 1 [0-3s] Sunrise in the street. Steam curls from a loaf in the shop's window.
  camera: static, from across the street
  sound: a shutter goes up
Shot 2 [3-5s] @NORA hands the loaf to a child.
  NORA (to the child): "{{ claim }}"

---
Hold on the empty shelf.
