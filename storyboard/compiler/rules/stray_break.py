"""A break stands where it has no meaning.

A line `---` or `***` opens the closing text after a clip's last shot. Before the first shot or between two shots it is
dropped. To start a new clip, write a heading.

Bad:

    A night market in the rain.
    ***
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    A night market in the rain.
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
    ---
    Fade to black.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB215"
LEVEL = Level.NOTICE
SINCE = "0.1.0"
