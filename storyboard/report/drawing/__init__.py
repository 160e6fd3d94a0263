"""What the reports for people are drawn with; no format stands in this folder."""

from __future__ import annotations
