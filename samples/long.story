---
title: The cartographer's daughter
negative_prompt: modern clothes, text, watermark, extra fingers, low resolution
cast:
  ISOLDE:
    look: a woman of thirty in a patched blue travelling coat, ink on her fingers, a brass compass round her neck
    voice: calm, low
    child: a girl of eight in a linen smock, two dark plaits, ink on her nose
    snow: a woman of thirty in white furs, frost on her lashes, a brass compass round her neck
  THE MAPMAKER: an old man with a magnifying lens strapped over one eye
  TOMAS: a young ferryman with a broken nose and an easy smile
vars:
  look: 35 mm, painterly natural light, deep shadow, muted ochre and indigo
---
A quiet adventure at the end of the age of maps: {{ look }}.

// Twelve clips, forty shots, a little over two minutes. Each clip is one place or one thought.

# 1. The house of maps
Shot 1 [0-4s] A tall narrow house, every wall a map. Dust turns in the window light.
  camera: slow crane down through three floors
Shot 2 [4-7s] @ISOLDE/child lies on the floor and colours in a sea.
  sound: a nib scratching
Shot 3 [7-10s] Close: her brush stops at a white patch in the north.

# 2. The question
Shot 1 [0-3s] @THE MAPMAKER bends over the sheet, his lens huge.
Shot 2 [3-6s] @ISOLDE/child points at a white patch on it, quite serious.
  ISOLDE/child: "Who lives there?"
Shot 3 [6-10s] He looks at it for a long time, and lays down his pen.
  THE MAPMAKER: "Nobody who ever wrote to me."

# 3. Twenty years
Shot 1 [0-2s] The same table. The lamp is lit.
Shot 2 [2-4s] The same table in snow light, piled with letters.
  transition: dissolve
Shot 3 [4-6s] The same table, bare. One brass compass on it.
  transition: dissolve
Shot 4 [6-10s] A grown hand takes the compass. It is @ISOLDE.
  camera: tilt up from the hand to her face

# 4. The quay
Shot 1 [0-3s] A harbour before sunrise, masts like a winter wood.
  sound: rigging, gulls, a bell buoy
Shot 2 [3-6s] @TOMAS coils a rope on a small ferry and sizes her up.
  TOMAS: "Nobody goes north in October."
Shot 3 [6-10s] @ISOLDE steps past him into the boat and sits down on her trunk.
  ISOLDE: "Then we'll have it to ourselves."

# 5. Open water
Shot 1 [0-4s] The ferry, a crumb on a grey immensity.
  camera: aerial, drifting backwards
Shot 2 [4-7s] Inside the wheelhouse: a swinging lamp, two cups that slide together across the chart.
Shot 3 [7-10s] @ISOLDE draws a coast in pencil as it rises beyond the glass.
  music: a cello, low, barely there

# 6. The storm
Shot 1 [0-2s] Green water over the bow.
Shot 2 [2-4s] @TOMAS at the wheel, lashed to it, laughing.
Shot 3 [4-6s] The trunk breaks open. Maps fly up like startled birds.
Shot 4 [6-8s] @ISOLDE snatches at them, one after the other, and lets go.
Shot 5 [8-10s] From below: paper settling on black water.
  sound: the storm falls away, as if someone had closed a door

# 7. The beach
Shot 1 [0-4s] Dawn on black sand. Wet maps lie along the tide line.
Shot 2 [4-7s] @ISOLDE turns one over. The ink has run: the sea has drawn a new coast on it.
  camera: overhead, slowly lowering
Shot 3 [7-10s] She looks up. The very same coast lies before her.

# 8. Inland
Shot 1 [0-3s] @ISOLDE/snow climbs a ridge of ash, very small against the snow.
Shot 2 [3-6s] @TOMAS stops and listens.
  TOMAS (under his breath): "Someone is singing."
Shot 3 [6-10s] Warm light trembles on the underside of the clouds.
  light: amber from behind the ridge

# 9. The village
Shot 1 [0-4s] A village in a crater, every roof painted with a map of the stars.
  camera: slow reveal over the rim
Shot 2 [4-7s] Children run towards the camera, and stop all at once.
Shot 3 [7-10s] The smallest holds out her hand: ink on her fingers.

# 10. The archive
Shot 1 [0-3s] A cave of shelves. On each of them lie letters, thousands, all sealed.
Shot 2 [3-6s] @ISOLDE/snow takes one down and wipes off the frost.
Shot 3 [6-10s] Insert: her father's name, and under it the house of maps.
  music: the cello again, now with a second one

# 11. The answer
Shot 1 [0-4s] By the fire an old woman of the village turns her palms up, a little ashamed.
Shot 2 [4-7s] She says: "We never knew where to send them."
Shot 3 [7-10s] @ISOLDE/snow laughs until she cries, and unrolls a fresh sheet.

# 12. The white patch
Shot 1 [0-3s] A pen comes down on the white.
Shot 2 [3-6s] It draws one roof, then the next.
Shot 3 [6-10s] The drawing becomes the village itself, at first light, smoke rising.
  transition: match dissolve
Shot 4 [10-15s] High above: @TOMAS and @ISOLDE/snow, two dots on a blank country, walking on.
  camera: endless pull back into cloud

Fade to white, the colour of paper.
