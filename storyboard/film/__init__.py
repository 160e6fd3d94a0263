"""Films as files: write one, look at one, join several, draw one. All but `staging` needs the extra `video`."""

from __future__ import annotations
