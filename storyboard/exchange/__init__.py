"""Stories from other forms, and other forms of a story: one file a form."""

from __future__ import annotations
