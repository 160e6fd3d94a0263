"""The report of a review: the comment on a pull request."""

from __future__ import annotations
