"""Two names of the cast differ only in case.

`@Bob` and `@BOB` would be two people with two descriptions, and whoever reads the story takes them for one. So does the
model, which gets both descriptions. Keep one line, or give the second person another name.

Bad:

    ---
    cast:
      Bob: a man in a raincoat
      BOB: a tall man with a cane
    ---
    Shot 1 [0-5s] @Bob waits at the pier.

Good:

    ---
    cast:
      BOB: a tall man in a raincoat, with a cane
    ---
    Shot 1 [0-5s] @BOB waits at the pier.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB415"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
