"""Many stories as one thing: what differs between two revisions, what is amiss here, what a save concerns."""

from __future__ import annotations
