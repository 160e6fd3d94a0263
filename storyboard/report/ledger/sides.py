"""What is said of rehearsals: that one is meant, and that there are books of some."""

from __future__ import annotations


def rehearses(host: str, address: str, books: str) -> str:
    """That a rehearsal is meant, where it speaks to, empty where it speaks to nobody, and where its books lie."""
    where = f" at {address}, which stands for `{host}`" if address else ""
    return f"note: this is a rehearsal{where}: nothing is billed, and its books are in `{books}`"


def apart(books: str) -> str:
    """That there are books of rehearsals beside those that are meant."""
    return f"note: rehearsals have books of their own in `{books}`: `storyc ledger list --rehearsal` shows them"
