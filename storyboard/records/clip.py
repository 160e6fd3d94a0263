"""Which clip is meant: apart from what other records share, since each request has it and a check makes requests."""

from __future__ import annotations

from typing import Annotated

import msgspec

Number = Annotated[int, msgspec.Meta(ge=1, description="Counted from 1.")]


class ClipRef(msgspec.Struct, frozen=True):
    """Which clip of the film is meant."""

    index: Number
    title: str
    slug: str
