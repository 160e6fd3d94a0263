"""What a story says: words and marks in a text, YAML with places, the tree, the records of a story."""

from __future__ import annotations
