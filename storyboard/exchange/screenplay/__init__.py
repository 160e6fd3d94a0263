"""Screenplays: what Fountain's lines say that a story can say too, and the way there and back."""

from __future__ import annotations
