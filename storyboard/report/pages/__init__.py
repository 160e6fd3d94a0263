"""Pages about what storyc knows: a rule, a model, the machine."""

from __future__ import annotations
