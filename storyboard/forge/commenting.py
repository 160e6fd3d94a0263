"""The comment on a change: one, which each run of it writes anew, of a parcel in which nothing is believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from storyboard.forge import parcel
from storyboard.report.review import markdown

MARK = "<!-- storyc review -->"


class Thread(Protocol):
    """Where the comment stands: `name` is as `pull request 5`, `begun` whether ours is there already."""

    @property
    def name(self) -> str:
        """What is commented on."""
        ...

    @property
    def begun(self) -> bool:
        """Whether our comment is there."""
        ...

    def keep(self, pictures: Mapping[str, bytes]) -> Mapping[str, str]:
        """The address of each picture, by the name that it has for its content, once it is kept there."""
        ...

    def write(self, text: str) -> str:
        """The page of our comment, whose text this has become."""
        ...


class Commented(msgspec.Struct, frozen=True):
    """What became of a comment, in words, and its page, empty where none was written; `failed`, where it should be."""

    what: str
    page: str = ""
    failed: bool = False


def renew(thread: Thread, opened: parcel.Parcel, note: str) -> Commented:
    """Write the comment of what a run has left; `note` is Markdown that says whose words it holds.

    There is none for a change of no clip, unless one is there already. Raises ForgeTrouble.
    """
    if not thread.begun and not markdown.changes(opened.review):
        return Commented(f"{thread.name} changes no clip")
    names = {digest: parcel.named(picture) for digest, picture in opened.pictures.items()}
    addresses = thread.keep({names[digest]: picture for digest, picture in opened.pictures.items()})
    shots = tuple(
        shot
        for shot in opened.review.shots
        if all(digest is None or digest in names for digest in (shot.before, shot.after))
    )
    review = msgspec.structs.replace(opened.review, shots=shots)
    did = "renewed" if thread.begun else "wrote"
    text = markdown.render(review, lambda digest: addresses[names[digest]], note)
    return Commented(f"{did} the comment on {thread.name}", thread.write(f"{MARK}\n{text}"))
