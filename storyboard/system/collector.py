"""The collector of cyclic garbage, which looks in vain at what holds no cycles."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused() -> Generator[None]:
    """No garbage is collected inside, for work that keeps all that it makes; the more it keeps, the longer each look.

    Where another thread has the collector paused, that one goes on with it.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
