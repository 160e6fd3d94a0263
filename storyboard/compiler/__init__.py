"""From a story to requests, as one function that never prints: clips, findings, prompts, fields and flags."""

from __future__ import annotations
