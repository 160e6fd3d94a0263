"""Reports of a comparison: for people on a terminal, for programs, and for a pull request's comment."""

from __future__ import annotations
