"""The board: a storyboard as one page of HTML that holds all it shows, runs nothing and asks nobody for anything."""

from __future__ import annotations
