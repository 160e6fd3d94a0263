"""The machine below: locks, mounts, what is on disk for good, shipped files, secrets."""

from __future__ import annotations
