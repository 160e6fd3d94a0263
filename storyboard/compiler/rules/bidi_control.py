"""A direction mark makes the text look different from what is sent.

The marks that switch the direction of writing (U+202A to U+202E, U+2066 to U+2069) are not seen. They let a line show
one thing in a review and send another to the model, and the film is paid for by what is sent. Arabic and Hebrew are
written without them: their letters carry their own direction.

Bad: a U+202E before the second half of a line, which then reads backwards on the screen.

Good:

    Shot 1 [0-5s] A sign over the door: "שלום".
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB102"
LEVEL = Level.ERROR
SINCE = "0.1.0"

# Written as an escape: the mark itself would turn this line around.
BAD = "Shot 1 [0-5s] A sign: \u202enepo\n".encode()
