"""Receipts of paid clips: made from the ledger, and checked without one or against it."""

from __future__ import annotations

from storyboard.production.receipts.checking import ClipCheck, agreeing, checked
from storyboard.production.receipts.making import receipt, receipt_clip

__all__ = ["ClipCheck", "agreeing", "checked", "receipt", "receipt_clip"]
