"""Films as files: write one, look at one, join several. Needs the extra `video`."""

from __future__ import annotations

from storyboard.film.encoder import RATE, Encoding
from storyboard.film.join import Joined, join
from storyboard.film.mux import Writer
from storyboard.film.probe import NotMedia, Probe, probe

__all__ = ["RATE", "Encoding", "Joined", "NotMedia", "Probe", "Writer", "join", "probe"]
