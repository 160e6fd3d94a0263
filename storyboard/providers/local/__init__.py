"""Makers that work on this machine and cost nothing: a file a maker, named after it, with its `MAKER`."""

from __future__ import annotations
