"""What a build did, for people who look at it on a server."""

from __future__ import annotations
