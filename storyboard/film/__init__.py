"""Films as files: write one, look at one, join several, draw one. Needs the extra `video`."""

from __future__ import annotations
