---
title: The last ferry
size: 1280*720
negative_prompt: captions, subtitles, watermark, modern phones
cast:
  IDA:
    look: a ferry pilot of thirty in an oilskin coat, salt in her short black hair
    voice: low and dry
    old: a woman of eighty in the same oilskin coat, her short hair white
vars:
  question: Who else is aboard?
variants:
  vertical: {size: 720*1280}
---
A trailer for a ghost story on a river. Photoreal, cold fog, lamps that never quite reach the bank.

// Every clip ends a beat before it should. The ghost is never seen.
// Your own picture in the free film: put it beside this file, and write `picture: pier.jpg` below a shot's mark.

# The crossing
duration: 10
Shot 1 [0-4s] A small ferry leaves a wooden pier in thick fog. @IDA stands at the wheel.
  camera: crane up from the water until the pier is gone
  sound: a diesel engine, one bell
Shot 2 [4-7s] Close on her eyes: they count the passengers in the mirror. [[ four coats on the bench, five in the mirror ]]
  light: green from the instruments
Shot 3 [7-10s] She turns round.
  IDA (to nobody): "{{ question }}"

# The other bank
duration: 10
Shot 1 [0-3s] The ferry lies at the far pier, empty, its lamps burning.
  camera: slow dolly along the rail
  sound: water under planks
Shot 2 [3-6s] Macro: a wet footprint appears on the dry deck.
  transition: smash cut
Shot 3 [6-10s] @IDA/old steps out of the fog, and takes the wheel.
  music: a single cello note, held

---
Cut to black.
