"""The host that is emulated: what its routes share."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec

from storyboard.emulate.addresses import Route
from storyboard.emulate.book import Book
from storyboard.emulate.media import Clips
from storyboard.emulate.records import EmulatorSettings
from storyboard.profiles import Profile
from storyboard.profiles.hosts import Host


class Emulator(msgspec.Struct, frozen=True):
    """The host: its data, its settings, its addresses, its models by their name in these, its book and its clips.

    `key` is one that it takes, whatever the form of its keys; with `settings.key` it is that one and no other is taken.
    `closing` is set when the server ends, so that nothing waits any longer. `tell` hears a line for each request.
    """

    api: Host
    settings: EmulatorSettings
    key: str
    routes: tuple[Route, ...]
    models: dict[str, Profile]
    book: Book
    clips: Clips
    closing: threading.Event
    tell: Callable[[str], None]
