"""A host's API on this machine: a real HTTP server on loopback, its faults, and a book of what it would have billed."""

from __future__ import annotations

from storyboard.emulate.host import Emulator
from storyboard.emulate.opening import NotUsable, emulator, models_here, summary
from storyboard.emulate.records import EmulatorSettings
from storyboard.emulate.server import Server, start

__all__ = ["Emulator", "EmulatorSettings", "NotUsable", "Server", "emulator", "models_here", "start", "summary"]
