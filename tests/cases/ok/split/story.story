---
title: Over the pass
split: auto
---
A bus across the mountains, a single passenger. Long lenses, honest weather.
Shot 1 [0-4s] The bus leaves a square full of pigeons.
Shot 2 [4-8s] Hairpins, seen from the other side of the valley.
Shot 3 [8-11s] Snow on the wipers.
Shot 4 [11-15s] The passenger draws a face on the window.
Shot 5 [15-21s] White. Only the engine.
Shot 6 [21-25s] The top of the pass: a chapel and a flag.
Shot 7 [25-30s] The far side lies green in the sun.
Shot 8 [30-35s] He leaves the bus, and the face on the window stays.

The bus grows small. Silence.
# The bill
Shot 1 [0-5s] A ticket, torn in two, on a wet stone.
