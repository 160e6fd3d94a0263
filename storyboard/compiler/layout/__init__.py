"""From a script to clips: names resolved, times laid out, long stories cut, variants applied."""

from __future__ import annotations
