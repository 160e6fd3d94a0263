---
title: Paper lanterns
size: 1280*720
negative_prompt: captions, watermark, microphones
cast:
  JUN:
    look: a drummer in a white linen shirt, bare feet, eyes closed
vars:
  place: a rooftop over an old harbour
variants:
  vertical: {size: 720*1280}
---
A music video at 120 beats a minute: a bar is two seconds, and every cut falls on one. Photoreal, dusk, warm paper light.

// With a song of your own, put it beside this file and write `audio: song.mp3` under each heading.
// Your own picture in the free film: put it beside this file, and write `picture: rooftop.jpg` below a shot's mark.

# Verse
duration: 10
Shot 1 [0-4s] Dusk on {{ place }}. @JUN sits at a drum among unlit paper lanterns.
  camera: slow orbit, left to right
  music: a hand drum alone, 120 beats a minute
Shot 2 [4-6s] Macro: fingers strike the skin, and dust jumps.
  transition: cut on the beat
Shot 3 [6-10s] One by one the lanterns light up, one a beat. [[ eight lanterns in four seconds: count them before you pay ]]
  light: the lanterns only, amber
  music: a low flute joins

# Chorus
duration: 10
Shot 1 [0-4s] The lanterns rise all at once.
  camera: crane up with them
  music: full ensemble on the downbeat
Shot 2 [4-8s] From above: a river of light between the roofs, and @JUN a small white dot.
Shot 3 [8-10s] Close on the still drum.
  light: the last amber fades
  music: stops on the downbeat
