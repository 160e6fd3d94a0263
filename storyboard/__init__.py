"""storyc: storyboards compiled into requests for video models, checked before a cent is spent."""

from __future__ import annotations

__version__ = "0.1.0"
