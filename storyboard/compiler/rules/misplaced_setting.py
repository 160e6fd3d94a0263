"""A setting stands where it does not count.

A setting counts before a clip's first shot; the story's own ones (`title`, `model`, `cast` and the like) count only
above the first heading. Inside a shot it would be prose for the model, and the clip would be made without it. The fix
moves the line. Moving `duration`, `size`, `model` or `takes` changes what is paid for, so that move is unsafe.

Bad:

    Shot 1 [0-5s] A lamp is lit.
    seed: 7

Good:

    seed: 7
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB111"
LEVEL = Level.ERROR
SINCE = "0.1.0"
