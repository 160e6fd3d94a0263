"""The ledger of many machines, in a database of PostgreSQL: the extra `team`."""

from __future__ import annotations
