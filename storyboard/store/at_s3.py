"""The store of many machines, in a bucket of S3, or of a server that speaks its protocol: the extra `team`."""

from __future__ import annotations

from collections.abc import Callable

from storyboard.store.buckets import open_bucket
from storyboard.store.records import Store


def open_files(address: str, owner: str, alive: Callable[[str], bool] | None) -> Store:
    """The store at an address as `s3://BUCKET/FOLDER`; whose file is on its way matters to none."""
    return open_bucket(address)
