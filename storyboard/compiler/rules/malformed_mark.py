r"""A line begins like a shot mark but is none.

Read as text, such a line would vanish into the shot before it: the film would have one cut less than the board, and
its times would all be wrong. Its number may stand in words, its bracket may be open, its time may have one number, a
comma or three parts. The finding says which; the fix writes the mark as it is likely meant, and is unsafe since that
is a guess. A `\` at the line's start makes the line text.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB110"
LEVEL = Level.ERROR
SINCE = "0.1.0"
