"""What an importer makes of a text: settings, clips and shots as plain words, before they are written as `.story`."""

from __future__ import annotations

import msgspec

from storyboard.records.api import Refused

__all__ = ["Draft", "DraftClip", "DraftLine", "DraftShot", "Refused"]


class DraftLine(msgspec.Struct, frozen=True):
    """A line of words; `key` marks one that shall be read as a field or a speech, `deep` one that continues it.

    A line without words parts paragraphs. An `aside` is a comment, which is never sent, and a `kept` line is written
    as it is. In a `noted` line what stands in `[[ … ]]` is a note.
    """

    text: str
    key: bool = False
    deep: bool = False
    aside: bool = False
    kept: bool = False
    noted: bool = False


class DraftShot(msgspec.Struct, frozen=True):
    """A shot: a range or a length in milliseconds, or neither; its first line stands behind its mark.

    A shot that is `open` has a start and runs to the clip's end. `typed` is a mark's line that is kept as it was.
    `kept` lines stand above its mark as they are. `doubts` are questions to the writer.
    """

    label: str = ""
    number: int | None = None
    start: int | None = None
    end: int | None = None
    length: int | None = None
    open: bool = False
    title: str = ""
    lines: tuple[DraftLine, ...] = ()
    typed: str = ""
    doubts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class DraftClip(msgspec.Struct, frozen=True):
    """A clip: its heading, settings as typed, its own text, shots, closing text, and questions to the writer.

    The first clip may be `unheaded`; `kept` lines stand above the heading as they are.
    """

    title: str = ""
    settings: dict[str, str] = {}
    lines: tuple[DraftLine, ...] = ()
    shots: tuple[DraftShot, ...] = ()
    closing: tuple[DraftLine, ...] = ()
    doubts: tuple[str, ...] = ()
    unheaded: bool = False
    kept: tuple[str, ...] = ()


class Draft(msgspec.Struct, frozen=True):
    """A story: settings as typed, the overview, clips, questions to the writer, and what was changed for certain.

    A story that `splits` has its long clips cut by the compiler. `cast` are names that nobody has described, and `kept`
    lines stand below the settings as they are. `returns` is the export that gives back the text itself, if one does.
    """

    settings: dict[str, str] = {}
    lines: tuple[DraftLine, ...] = ()
    clips: tuple[DraftClip, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    splits: bool = False
    cast: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    returns: str = ""
