---
title: Kestrel Street, episode 3
include: shared/cast.yaml
---
Gentle stop-motion, felt and cardboard, visible fingerprints, on {{ street }}.

# The gate
Shot 1 [0-3s] Rain. @NORA crouches before a garden gate, and @BISCUIT sniffs at the gap below it.
Shot 2 [3-6s] Something behind the gate sneezes. Both of them jump.
  sound: a very small sneeze
Shot 3 [6-10s] She lays a finger on her lips.
  NORA (whispering): "We come back tonight."

# That night
negative_prompt: daylight
Shot 1 [0-5s] @NORA/night leans from a window and lowers @BISCUIT in a basket on a rope.
  light: one torch, a thin moon
Shot 2 [5-10s] The gate swings open by itself. Warm light spills over the cobbles.
  music: a single celesta, rising
