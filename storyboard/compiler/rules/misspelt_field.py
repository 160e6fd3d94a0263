"""A line looks like a field or a setting, but has a slip, another name, or no colon.

`camra: slow push in` is no field, so its words, key and all, are sent to the model as a part of the shot's action. That
may be meant, but more often it is a slip of the pen. The fix writes the known name; it is unsafe, because it changes
what is sent.

`Kamera: langsam` is a field where the story is German: where `language` says so, or a label, or another such field.
Elsewhere it is text, since `Ton:` may be a person who speaks, and the finding says which field it would be.

A setting has one name in every language, so `Dauer: 10` and `Negative prompt: blurry` are text; the fix writes
`duration` and `negative_prompt`. `camera = slow push in`, `CAMERA - slow push in` and `camera slow push in`, each on a
line of its own, lack the colon of a field. Behind a mark all is text, so a field there is reported where a tab parts it
from the words before it, as in a row of a spreadsheet.

`CAM:` and `LX:` are what a crew writes, and `DISSOLVE TO:` on a line of its own is text of the shot above; the finding
names the field. The people of a story below a line such as `CHARACTERS` are text too, and below `# Characters` a clip
that is paid for; the fix makes a `cast:` of them.

A line that looks like the picture of a shot, and is text, is reported too: `pictur: boards/03.png`,
`picture: a lamp`, or one that stands outside of the shots.

Bad:

    Shot 1 [0-5s] A lamp is lit.
      camra: slow push in

Good:

    Shot 1 [0-5s] A lamp is lit.
      camera: slow push in
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB106"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
