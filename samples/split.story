---
title: The baker's night
split: auto
---
A bakery from midnight to sunrise, told without a word. Observational documentary, available light, 28 mm, patient cuts.
Shot 1 [0-3s] A dark street. One basement window lights up.
Shot 2 [3-7s] Flour falls through a sieve on to a steel table.
  sound: the sieve, a fridge humming
Shot 3 [7-12s] Forearms fold a great cushion of dough, again and again.
Shot 4 [12-15s] The wall clock: ten past two.
Shot 5 [15-19s] Loaves in rows under linen, rising so slowly that one doubts it.
Shot 6 [19-22s] A razor opens each loaf with a single stroke.
  camera: macro, following the blade
Shot 7 [22-26s] The oven door drops. A wall of orange.
  light: only the oven
Shot 8 [26-30s] The baker sits on a sack, eyes shut, steam on his glasses.
Shot 9 [30-34s] Crusts crackle on the cooling rack.
  sound: hundreds of tiny cracks
Shot 10 [34-38s] The first tram passes the window, full of blue morning.
Shot 11 [38-42s] A child on tiptoe lays coins on the counter.
Shot 12 [42-45s] The baker turns the sign on the door to CLOSED, and yawns.

The street in full sunlight. Fade out.
