"""A beat with a time stands over shots that have times of their own.

In `HOOK (0-3s):` above `Plan 1 (0-3s)` the same second is planned twice. The inner marks are the shots; an outer range
that they fill only names them, and one with words of its own that overlaps them is read as text. Keep the times on one
level, and make the outer line a heading or a title.

Bad:

    HOOK (0-5s):
    Shot 1 (0-3s) A lamp is lit.
    Shot 2 (3-5s) A hand reaches in.

Good:

    Shot 1 [0-3s, hook] A lamp is lit.
    Shot 2 [3-5s, hook] A hand reaches in.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB216"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
