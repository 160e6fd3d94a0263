"""The front matter cannot be read.

Front matter stands between two lines `---` at the very top and holds one `key: value` a line. Without its closing line
the settings and the story cannot be told apart; a value in quotes or brackets must end on its own line. What cannot be
read is left out, so a clip could be made for another model, size or length than the one written there.

The fix writes the closing `---` after the last line that reads as a setting.

Bad:

    ---
    title: A night market
    Shot 1 [0-5s] A lamp is lit.

Good:

    ---
    title: A night market
    ---
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB103"
LEVEL = Level.ERROR
SINCE = "0.1.0"
