"""`python -m storyboard`: the same program as `storyc`."""

from __future__ import annotations

import os
import sys

_ABOVE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

if __name__ == "__main__":
    # Python looks for modules in the working folder first, where a stranger's checkout may hold a `regex.py`.
    if not sys.flags.safe_path and sys.path[0] != _ABOVE:
        del sys.path[0]
    from storyboard.front import main

    main()
