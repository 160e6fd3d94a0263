"""A film on paper, as PDF: pages of its board, the list of its shots, the list of what is said. Set by typst."""

from __future__ import annotations
