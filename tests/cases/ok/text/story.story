// storyc: ignore[SB214] the old man is meant to be out of breath
title: Notes: and comments
A quay in fog. [[ which quay? ]] Nobody about.
  // Never sent, wherever it stands.
The second line of the overview.

A second paragraph. \[[ not a note ]] and \{{ not a variable }}, write to me \@home.
#cinematic #fog

Shot 1 [0-5s] An old man counts the boats. [[ six
or seven ]] He counts them again.

  A paragraph of the shot's own, since it is indented.
  \Shot 2 [5-9s] is a line of words here.
  Rule: he never says a number.
  He says: "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, and none of them mine."
  // storyc: ignore[shot-too-short] a flash, and it is meant
Shot 2 [5-6s] A gull.

Shot 3 [6-10s] The fog closes over the water.

***
The last words belong to the clip,

and so do these. [[ end ]]
// The end.
