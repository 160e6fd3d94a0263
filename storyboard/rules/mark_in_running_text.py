"""What may be the mark of a shot stands inside a text.

A mark starts its line. Inside a text a time or a label is only words; where it joins the times round it, that is
`unread-marks`, an error. Here it joins nothing, or lies inside its shot: a rhythm, a moment, a reference. If a shot
starts there, begin a line with its mark; if not, a `\\` before it says that it is meant as words, and is not sent.

Bad:

    Shot 1 [0-5s] A person walks. [1-2s] They stop for a moment.

Good:

    Shot 1 [0-1s] A person walks.
    Shot 2 [1-2s] They stop for a moment.
    Shot 3 [2-5s] They walk on.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB109"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
