"""Receipts for people and for programs, and what became of checking one."""

from __future__ import annotations
