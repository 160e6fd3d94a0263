---
title: Morning ritual
language: en
vars:
  city: a small flat in Lisbon
  line: Slow down. It's only coffee.
variants:
  vertical: {size: 720*1280}
  cinema: {size: 1920*1080}
  german:
    language: de
    vars:
      city: a small flat in Leipzig
      line: Langsam. Es ist nur Kaffee.
---
A thirty-second habit in ten seconds: {{ city }}, the first sun of the day. Warm, tactile, macro lenses, real steam.
Shot 1 [0-3s] Beans fall into a hand grinder, one by one, then all at once.
  sound: dry beans on steel
Shot 2 [3-6s] A thin stream of water draws a spiral on the grounds. They swell and breathe.
  camera: straight down, slow clockwise roll
Shot 3 [6-10s] Two hands close round a clay cup. A voice off screen says: "{{ line }}"
