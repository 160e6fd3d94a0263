"""A second story begins in the middle of a file.

A file holds one story, and its settings stand between two lines `---` where the file begins. Two stories that were
pasted one below the other would be one clip, whose later shots overlap the earlier ones. Put each into a file of its
own, or make clips of one story of them: each under a heading, which has its own settings below it.

Bad:

    ---
    title: The market
    ---
    Shot 1 [0-5s] A lamp is lit.

    ---
    title: The harbour
    ---
    Shot 1 [0-5s] A boat comes out of the fog.

Good:

    # The market
    Shot 1 [0-5s] A lamp is lit.

    # The harbour
    Shot 1 [0-5s] A boat comes out of the fog.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB133"
LEVEL = Level.ERROR
SINCE = "0.2.0"
