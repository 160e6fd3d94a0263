"""The storyboard as a page shows it: a card for each shot, drawn from the text alone."""

from __future__ import annotations
