"""What earlier runs looked at and said, so that the same question need not be worked out again.

The front door imports `signs`, `records` and `asked` before all else: they need nothing that Python has not loaded.
"""

from __future__ import annotations
