"""`python -m storyboard`: the same program as `storyc`."""

from __future__ import annotations

from storyboard.cli import main

if __name__ == "__main__":
    main()
