"""What changes a story's text: canonical layout, and fixes made to a fixed point. Nothing here writes a file."""

from __future__ import annotations

from storyboard.compiler.rewriting.diffs import unified
from storyboard.compiler.rewriting.fixes import Mended, mended
from storyboard.compiler.rewriting.layout import Laid, laid_out
from storyboard.compiler.rewriting.texts import applied, typed

__all__ = ["Laid", "Mended", "applied", "laid_out", "mended", "typed", "unified"]
