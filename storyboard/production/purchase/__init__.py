"""The way of a paid clip from order to store, through ledger and host."""

from __future__ import annotations
