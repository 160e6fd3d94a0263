"""Stories on several models: tables for people, JSON for programs, Markdown for a pull request."""

from __future__ import annotations

FORMATS = ("text", "json", "markdown")
