---
title: Two chairs
size: 1280*720
language: en
negative_prompt: captions, subtitles, extra people
cast:
  ADA:
    look: a locksmith of sixty with reading glasses on a red cord
    voice: gravelly, amused
  MILO:
    look: a student of twenty in a rain-dark denim jacket
    voice: quick, a little hoarse
---
A locksmith's shop at closing time: one counter, two chairs, rain on the glass. Photoreal, handheld, close.

// One speaker a shot, and a shot long enough for the line: about two words and a half a second.
// Your own picture in the free film: put it beside this file, and write `picture: counter.jpg` below a shot's mark.

# The key
duration: 10
Shot 1 [0-3s] @MILO lays a tiny key on the counter.
  sound: rain, a tram outside
  MILO (out of breath): "It was in her coat."
Shot 2 [3-7s] @ADA turns it over under a lamp. She stops. [[ she has made this key: play it before the line, not on it ]]
  camera: over his shoulder, slow push in
  ADA: "I made this. Forty years ago."
Shot 3 [7-10s] Close on him. He does not sit down.
  MILO: "What does it open?"

# The answer
duration: 5
Shot 1 [0-3s] @ADA takes off her glasses.
  light: the lamp goes out behind her, the street is blue
  ADA (quietly): "You should sit down."
Shot 2 [3-5s] He sits. The second chair creaks.
  sound: the creak, then only rain
