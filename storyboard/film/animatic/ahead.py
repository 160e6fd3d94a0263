"""Work done ahead in a second thread: pictures are composed on one core while the other encodes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

import msgspec

T = TypeVar("T")


class _End(msgspec.Struct, frozen=True):
    """The last thing in the queue: what was raised, or None where all went well."""

    error: BaseException | None


def ahead(items: Iterator[T], depth: int) -> Generator[T]:
    """The same items in the same order, up to `depth` of them made before they are asked for.

    An error of `items` is raised here. Closing the generator also ends the thread that makes the items.
    """
    ready: queue.Queue[T | _End] = queue.Queue(depth)
    left = threading.Event()

    def give(item: T | _End) -> bool:
        while not left.is_set():
            try:
                ready.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for item in items:
                if not give(item):
                    return
        except BaseException as error:
            give(_End(error))
        else:
            give(_End(None))

    worker = threading.Thread(target=work, name="pictures", daemon=True)
    worker.start()
    try:
        while not isinstance(item := ready.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        left.set()
        worker.join()
