---
title: Nocturne for an empty theatre
duration: 15
negative_prompt: audience, captions, modern phones
---
An abandoned opera house by night. Velvet darkness, dust in every beam.
Shot 1 [0-4s] The iron curtain stands half open. A grand piano waits alone on the stage.
  camera: long glide down the centre aisle
  light: one work lamp, cold white
  sound: a floorboard, a pigeon above
Shot 2 [4-8s] Macro: a key sinks by itself. Then the next one.
  transition: dissolve
  light: the lamp warms to amber
  music: solo piano, hesitant, in waltz time
Shot 3 [8-12s] The chandelier trembles, and its crystals begin to glow from within.
  transition: match cut from the key to a crystal
  camera: crane up and turn,
    as if the room were dancing
  music: strings join the waltz
Shot 4 [12-15s] Every light at once. Then black.
  light: full blaze, two beats, out
  sound: the last note rings under the dome
  music: stops on the downbeat
