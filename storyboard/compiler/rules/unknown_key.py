"""A key is not a setting that can stand there.

A setting that is silently dropped is worse than one that is refused: the clip is made, and paid for, without it. So a
key in front matter, in a shared file or in a variant must be one of the known ones. Where the key is close to a known
one, the fix writes that one; it is unsafe since it sets what was not set before.

Bad:

    ---
    durration: 10
    ---
    Shot 1 [0-10s] A lamp is lit.

Good:

    ---
    duration: 10
    ---
    Shot 1 [0-10s] A lamp is lit.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB105"
LEVEL = Level.ERROR
SINCE = "0.1.0"
