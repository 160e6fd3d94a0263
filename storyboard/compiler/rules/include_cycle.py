"""A file includes itself.

Shared files may include further ones, but not in a circle: which of two values counts would depend on where one begins
to read. The finding shows the way from the file back to itself.

Bad:

    ---
    include: example.story
    ---
    Shot 1 [0-5s] A lamp is lit.

Good:

    ---
    cast:
      ANNA: a baker in a white apron
    ---
    Shot 1 [0-5s] @ANNA lights a lamp.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB409"
LEVEL = Level.ERROR
SINCE = "0.1.0"
