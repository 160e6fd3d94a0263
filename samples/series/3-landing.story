---
title: "The night ferry, 3: The landing"
include: shared.yaml
language: en
vars:
  call: Hold on to something!
  question: Is this where we left?
  end: It's where we left. Thirty years ago.
variants:
  vertical: {size: 720*1280}
  german:
    language: de
    vars:
      call: Haltet euch fest!
      question: Sind wir da, wo wir losgefahren sind?
      end: Ja, genau da. Vor dreißig Jahren.
---
A ferry landing before sunrise. Wide, calm frames, pale gold breaking through blue haze.

# The horn
Shot 1 [0-3s] A pier lamp swings out of the haze, much too close.
Shot 2 [3-6s] @ILSE throws her weight on the wheel.
  ILSE (shouting): "{{ call }}"
Shot 3 [6-10s] The bow grinds along timber, and splinters fly.
  camera: low, from the water

# Still
duration: 5
Shot 1 [0-5s] Silence. Small waves slap under the ramp.

# The ramp
Shot 1 [0-4s] The ramp comes down by itself on dry concrete.
Shot 2 [4-7s] The van rolls off with nobody at the wheel.
Shot 3 [7-10s] @THE DOG trots after it, tail up.

# Ashore
Shot 1 [0-5s] @TOM steps on to the quay and turns in a circle.
Shot 2 [5-10s] A poster on the wall, its colours quite fresh: the same ferry, newly painted.
  light: first sun on the paper

# The two of them
Shot 1 [0-4s] @ILSE comes down the ramp and stops beside @TOM.
  TOM: "{{ question }}"
Shot 2 [4-10s] She reads the date on a newspaper, and folds it.
  ILSE: "{{ end }}"

# The rest of the road
Shot 1 [0-3s] The harbour road, empty, two wet tyre tracks on it.
Shot 2 [3-6s] The tracks become paw prints.
Shot 3 [6-10s] The prints end at a bench. @THE DOG sits there and waits for somebody.
  music: the cello, alone

# Day
duration: 5
Shot 1 [0-5s] The ferry, seen from the hill, goes out again into plain sunlight.
  camera: a slow pull out
