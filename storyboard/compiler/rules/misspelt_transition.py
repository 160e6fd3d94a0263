"""A transition has a name that is a slip of one that the drawn film shows.

The free film draws a dissolve, a fade, a wipe and an iris, and cuts wherever it knows no other word. So a slip shows up
as a cut, and the slip itself is sent to the model. The fix writes the name.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
      transition: disolve

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
      transition: dissolve
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB134"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
