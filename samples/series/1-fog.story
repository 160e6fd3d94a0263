---
title: "The night ferry, 1: Fog"
include: shared.yaml
language: en
vars:
  warning: Slow ahead. I can't see the bow.
  answer: I can hear bells, captain.
  name: Nobody rings that bell any more.
variants:
  vertical: {size: 720*1280}
  german:
    language: de
    vars:
      warning: Langsam voraus. Ich sehe den Bug nicht.
      answer: Ich höre Glocken, Käpt'n.
      name: Die Glocke läutet keiner mehr.
---
A small car ferry on a northern sound at night. Naturalistic, anamorphic, teal shadows, sodium lamps.

# The last car
Shot 1 [0-4s] A ramp clangs down on wet concrete, and one old van rolls aboard.
  sound: chains, a diesel idling
Shot 2 [4-7s] @TOM waves it forward with a torch, walking backwards.
Shot 3 [7-10s] High above, @ILSE watches from the lit bridge, a mug in her hand.
  camera: slow push in from the quay

# Casting off
duration: 5
Shot 1 [0-2s] A thick rope splashes into black water.
Shot 2 [2-5s] The quay lights slide away and dissolve in mist.
  camera: locked off on the stern rail

# The wheelhouse
Shot 1 [0-5s] @ILSE leans to the windscreen. Beyond it there is only white.
  light: the green glow of the radar
Shot 2 [5-10s] She pulls the throttle back.
  ILSE: "{{ warning }}"

# The bow
seed: 1907
Shot 1 [0-3s] @TOM hangs over the bow rail, the torch beam a solid bar in the fog.
Shot 2 [3-6s] @THE DOG stands beside him and pricks up its ears.
Shot 3 [6-10s] Close on the young face, listening.
  TOM (over his shoulder): "{{ answer }}"
  sound: a bell, very far

# What the radar shows
Shot 1 [0-3s] The radar sweep lights a single dot, then loses it.
Shot 2 [3-7s] @ILSE taps the glass with a knuckle.
Shot 3 [7-10s] The dot is back, twice as near.
  music: one held cello note

# The bell
duration: 15
Shot 1 [0-2s] An iron buoy rears out of the fog, streaming weed.
Shot 2 [2-5s] @TOM stumbles back from the rail.
Shot 3 [5-7s] @THE DOG barks without a sound we can hear.
Shot 4 [7-10s] The hull slides past within an arm's length.
  camera: tracking along the waterline
Shot 5 [10-12s] The bell swings once and stays mute.
Shot 6 [12-15s] @ILSE, white in the window.
  ILSE (to herself): "{{ name }}"
