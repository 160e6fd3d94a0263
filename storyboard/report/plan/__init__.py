"""A plan: a table for people, JSON for programs, Markdown for a pull request, a line a clip for many machines."""

from __future__ import annotations

FORMATS = ("text", "json", "markdown")
