"""What is said of several stories at once: the report of all, and what they come to."""

from __future__ import annotations
