"""The host that is emulated: what its routes share."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec

from storyboard.emulate.book import Book
from storyboard.emulate.media import Clips
from storyboard.emulate.records import Settings
from storyboard.profiles import Profile


class Emulator(msgspec.Struct, frozen=True):
    """The host: its settings, its models by their name in the address, its book and its clips.

    `closing` is set when the server ends, so that nothing waits any longer. `tell` hears a line for each request.
    """

    settings: Settings
    models: dict[str, Profile]
    book: Book
    clips: Clips
    closing: threading.Event
    tell: Callable[[str], None]
