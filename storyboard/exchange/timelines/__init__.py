"""A story as an editor's timeline: its frames, its media, its marks, and what each format loses of it."""

from __future__ import annotations
