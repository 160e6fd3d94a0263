"""What a comparison is given and gives back: a clip as it stands on one side, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from storyboard.compiler.request import Request
from storyboard.language.story import Clip, Member
from storyboard.profiles import Profile
from storyboard.profiles.body import by_place
from storyboard.records.diff import Became, Word


class Version(msgspec.Struct, frozen=True):
    """A clip on one side, with the requests of its takes, the first of which stands for it.

    `template` is the prompt template's name, `own` are the templates of the project that the story read, by path.
    `cast` gives the members by name; it reads the story again, and so is asked only where something has changed.
    """

    story: str
    variant: str
    clip: Clip
    requests: tuple[Request, ...]
    profile: Profile
    template: str
    own: dict[str, str]
    cast: Callable[[], Mapping[str, Member]]

    @property
    def content(self) -> tuple[str, ...]:
        """The hashes of its takes' requests: what decides whether it has changed."""
        return tuple(request.sha256 for request in self.requests)

    @property
    def prompt(self) -> str:
        """What the model is told."""
        return self.requests[0].prompt

    @property
    def settings(self) -> dict[str, Any]:
        """All else that is sent, by its place in the host's JSON, with model, template and number of takes."""
        words = {place.at for key, place in self.profile.body.fields.items() if key in ("prompt", "shots")}
        sent = dict(by_place(self.requests[0].fields, words))
        return {"model": self.profile.id, "template": self.template, "takes": len(self.requests), **sent}

    @property
    def price(self) -> int:
        """What its takes cost together, in micro-dollars."""
        return sum(request.price for request in self.requests)


class Change(msgspec.Struct, frozen=True):
    """What became of a clip, in words; `price` is what its takes would cost with an empty store, in micro-dollars.

    At least one of `before` and `after` is there; `home` is the story that it is told under. A clip that is the same
    may have been moved or renamed.
    """

    became: Became
    before: Version | None
    after: Version | None
    home: str
    words: tuple[Word, ...] = ()
    price: int = 0

    @property
    def unpaid(self) -> int:
        """What of the price is left where all takes of the clip as it was are paid for, in micro-dollars."""
        paid = set(self.before.content) if self.before is not None else set[str]()
        takes = self.after.requests if self.after is not None and self.price else ()
        return sum(request.price for request in takes if request.sha256 not in paid)

    @property
    def version(self) -> Version:
        """The clip as it is now, or as it was where it is gone."""
        version = self.after or self.before
        assert version is not None
        return version
