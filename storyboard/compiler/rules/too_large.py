"""Something exceeds a limit of the compiler.

The limits (4 MB a file, 12,000 lines, 100,000 characters a line, 1,000 clips, 10,000 shots, 2,000 numbers among words
that may be times or labels, YAML 20 deep with 20,000 values, 8 includes in a row) are far beyond any film. What passes
one of them is nearly always a wrong file, or a file that was written to bring a machine to its knees. Each limit can
be raised under `[limits]` in storyc.toml.

Bad: a line of 100,001 characters, such as a picture pasted as text.

Good:

    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB113"
LEVEL = Level.ERROR
SINCE = "0.1.0"

# One character more than a line may have.
BAD = b"x" * 100_001
