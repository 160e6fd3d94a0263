---
title: "The night ferry, 2: The engine"
include: shared.yaml
language: en
vars:
  order: Go below. Tell me what you see.
  report: It's running, but nothing turns.
  doubt: Then what is moving us?
variants:
  vertical: {size: 720*1280}
  german:
    language: de
    vars:
      order: Geh runter. Sag mir, was du siehst.
      report: Sie läuft, aber nichts dreht sich.
      doubt: Was bewegt uns dann?
---
Below the car deck of a ferry, close and hot. Handheld, tungsten light, drifting steam.

# The order
Shot 1 [0-4s] @ILSE speaks into a brass tube on the bridge.
  ILSE: "{{ order }}"
Shot 2 [4-10s] Far below, @TOM slides down a ladder without touching the rungs.
  camera: falling with him

# Heat
Shot 1 [0-2.5s] A gauge needle trembles at the red.
Shot 2 [2.5-6s] @TOM wipes the glass with a sleeve.
Shot 3 [6-10s] Steam rolls over the pistons, which hammer on.
  sound: a hard, even pounding

# The shaft
Shot 1 [0-5s] The torch beam runs along the propeller shaft. It stands still.
  camera: a slow pan, left to right
Shot 2 [5-10s] @TOM lays a palm on the steel and pulls it away.
  TOM (into the tube): "{{ report }}"

# On the bridge
Shot 1 [0-4s] The log shows twelve knots. @ILSE looks from the dial to the water.
Shot 2 [4-7s] Foam streams past the hull.
Shot 3 [7-10s] She lifts the tube slowly.
  ILSE: "{{ doubt }}"

# The dog knows
Shot 1 [0-5s] @THE DOG trots down the empty car deck to the van, and sits.
Shot 2 [5-10s] Behind its fogged window a light goes on.
  music: the cello, one tone lower

# The van
Shot 1 [0-3s] @TOM comes up the stairs and stops.
Shot 2 [3-6s] The van door slides open a hand's width.
Shot 3 [6-10s] Sea water runs out over the step and does not end.
  sound: a trickle, growing
