"""A terminal on which a build asks somebody."""

from __future__ import annotations

import os
import select
import sys
import time

_LONGEST = 20.0  # seconds until a build on a terminal has asked


def put_onto(terminal: int) -> None:
    """Have this process ask on a terminal; a stream that knew a file before would seek in it."""
    for descriptor in (0, 2):
        os.dup2(terminal, descriptor)
    sys.stdin, sys.stderr = os.fdopen(0, closefd=False), os.fdopen(2, "w", closefd=False)


def heard(terminal: int, until: str) -> str:
    """What comes on a terminal until it ends with some words, or nobody has it any more."""
    text, since = "", time.monotonic()
    while not (until and text.endswith(until)) and time.monotonic() - since < _LONGEST:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            more = os.read(terminal, 4096)
        except OSError:  # so a terminal of Linux ends
            break
        if not more:
            break
        text += more.decode(errors="replace")
    return text
