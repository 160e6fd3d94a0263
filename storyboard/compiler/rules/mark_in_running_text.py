"""What may be the mark of a shot stands inside a text.

A mark starts its line. Inside a text a time or a label is only words; where it joins the times round it, that is
`unread-marks`, an error. Here it joins nothing: a label without a time, a slip of a time, a list of the same times
again. If a shot starts there, begin a line with its mark; if not, a `\\` before it says that it is meant as words, and
is not sent.

Bad:

    Shot 1 [0-3s] A rope drips.
    Shot 2 [3-5s] A boat turns. Shot 3 (later) A gull lands on the mast.

Good:

    Shot 1 [0-3s] A rope drips.
    Shot 2 [3-4s] A boat turns.
    Shot 3 [4-5s] A gull lands on the mast.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB109"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
