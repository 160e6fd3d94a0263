"""What hosts speak: a folder a protocol, which the data of a host names."""

from __future__ import annotations
