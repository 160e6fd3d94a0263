"""The features that the server tells the editor of: the module that answers each method, and its options."""

from __future__ import annotations

from typing import Any

STATUS = "storyc/status"
FEATURES: dict[str, tuple[str, Any]] = {}
