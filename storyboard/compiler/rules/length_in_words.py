"""The words of a shot tell how long it is, and its mark does not.

A mark holds its shot's time. A length that stands only in the words, `Shot 1: wide, held for 3 seconds`, plans nothing:
the shots would share the clip's seconds as if nobody had written it, and each word of it would be sent. The fix writes
the lengths into the marks; it is unsafe, since it changes when the shots begin, and it leaves the words as they are.
Where the words mean something else, a `\\` before the number says so, and is not sent.

Bad:

    duration: 10
    Shot 1: A lamp is lit, held for 3 seconds.
    Shot 2: A hand reaches in. Duration: 7 s.

Good:

    Shot 1 [3s] A lamp is lit.
    Shot 2 [7s] A hand reaches in.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB124"
LEVEL = Level.ERROR
SINCE = "0.2.0"
