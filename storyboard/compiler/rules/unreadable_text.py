"""The file is not text that can be read.

A story is UTF-8 text. A byte that is not UTF-8, a NUL or another control character comes from another encoding, from a
word processor, or from a file that is no text at all. Nothing in such a file can be trusted: a wrong letter in a name
is a wrong person in the film, and the request that carries it costs the same as the right one.

Reading ends at the first wrong byte, so that one wrong encoding is one finding. Up to twenty control characters are
named.

Bad: a file saved as Latin-1, in which the `é` of `A café at night.` is the single byte 0xE9.

Good:

    Shot 1 [0-5s] A café at night.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB101"
LEVEL = Level.ERROR
SINCE = "0.1.0"

# A docstring cannot hold the byte that is wrong.
BAD = b"Shot 1 [0-5s] A caf\xe9 at night.\n"
