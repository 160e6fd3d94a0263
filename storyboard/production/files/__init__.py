"""The files that a build writes and owns: paths, hashes, the manifest, the lock, records beside clips."""

from __future__ import annotations
