"""Where clips are made: one room a provider, the free one here, hosts beside it."""

from __future__ import annotations
