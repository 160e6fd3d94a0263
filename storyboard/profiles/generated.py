"""Records of shipped files that were read when storyc was made, by the hash of the file."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from storyboard.system.hashing import sha256


def module_of(name: str) -> str:
    """The name of the module that holds the record of a shipped file."""
    return "".join([letter if letter.isalnum() else "_" for letter in name])


def record(package: str, name: str, data: bytes) -> Any:
    """The record of a shipped file with these bytes, None where it was changed since or is not known."""
    try:
        known = import_module(f"{package}.{module_of(name)}")
    except ModuleNotFoundError:
        return None
    return known.record() if sha256(data) == known.DIGEST else None
