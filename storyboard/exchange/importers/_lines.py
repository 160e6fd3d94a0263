"""What a row of a table or an object of data says of a shot, as lines: the action, fields, speech, and all the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from storyboard.exchange.importers._draft import Draft, DraftLine, DraftShot
from storyboard.exchange.importers._times import ONLY_STARTS
from storyboard.language.syntax.pictures import KEY, names_picture
from storyboard.language.words.keys import FIELDS
from storyboard.patterns import lazy
from storyboard.timing import seconds

# 1, S01, Shot 1, VT-01; and what stands behind it: 1. The quay
_NUMBER = lazy(
    r"[*_]{0,3}+[^\W\d_]{0,12}+[ \t#№-]{0,3}([0-9]{1,4}+)(?![0-9]|[.:][0-9])[*_]{0,3}+(?=\W|\Z)[ \t.:：)-]*+(.*)",
    re.DOTALL,
)
_NAMED = lazy(r"[^\W\d_][^:：\n\"“]{0,40}[:：]")
_BREAK = lazy(r"\n|<br[ \t]*+/?>")
_LINKED = lazy(r"!\[[^\]\n]*+\]\(<?([^()<>\n]++)>?\)")  # as Markdown shows a picture
_NOTHING = frozenset({"-", "–", "—", "--", "/"})


class Said(NamedTuple):
    """One cell or value: its role, the header or key over it, and its words."""

    role: str
    name: str
    text: str


def number_of(text: str) -> tuple[int, str] | None:
    """The number of a shot that a cell holds, and the title behind it; None where it holds anything else."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) < 300 else None
    return (int(match[1]), match[2].strip()) if match is not None else None


def shot_lines(said: Sequence[Said]) -> Iterator[DraftLine]:
    """The lines of a shot, whose first is its action; what has no role keeps its header before it."""
    for text in (entry.text for entry in said if entry.role == "actions"):
        yield from map(DraftLine, _BREAK.split(text))
    for field in FIELDS:
        values = [" ".join(entry.text.split()) for entry in said if entry.role == field and entry.text not in _NOTHING]
        if values:
            yield DraftLine(f"{field}: {', '.join(values)}", key=True)
    speaker = " ".join(next((entry.text for entry in said if entry.role == "speakers"), "").split())
    spoken = [entry.text for entry in said if entry.role == "dialogue"]
    for line in (" ".join(line.split()) for text in spoken for line in _BREAK.split(text)):
        if not line or line in _NOTHING:
            continue
        if speaker:
            quoted = line if line[0] in '"“「«' else f'"{line}"'
            yield DraftLine(f"{speaker}: {quoted}", key=True)
        else:
            yield DraftLine(line, key=True) if _NAMED.match(line) else DraftLine(f"Dialogue: {line}")
    for entry in said:
        text = " ".join(entry.text.split())
        linked = _LINKED.fullmatch(text)
        if entry.role == "pictures" or (linked and names_picture(linked[1])):
            text = linked[1] if linked else text
            shown = names_picture(text)  # an address is none, and as words it would be sent
            yield DraftLine(f"{KEY}: {text}", key=shown, aside=not shown)
        elif entry.role == "private":
            yield DraftLine(f"{entry.name}: {text}", aside=True)
        elif not entry.role or (entry.role == "speakers" and not spoken):
            yield DraftLine(f"{entry.name}: {text}" if entry.name else text)


def closed(shots: Sequence[DraftShot], duration: str) -> tuple[DraftShot, ...]:
    """The shots, the last one up to the clip's length where it is open; without a length that is a question."""
    if not shots or not shots[-1].open:
        return tuple(shots)
    last = shots[-1]
    end = int(duration) * 1000 if duration.isdecimal() else 0
    if last.start is not None and last.start < end:
        last = replace(last, end=end, open=False, doubts=tuple(doubt for doubt in last.doubts if doubt != ONLY_STARTS))
    elif not last.doubts:
        asked = f"this shot runs from {seconds(last.start or 0)} s to the clip's end: write the clip's `duration:`"
        last = replace(last, doubts=(asked,))
    return (*shots[:-1], last)


def with_ends(draft: Draft, duration: str) -> Draft:
    """The draft with each clip's last shot `closed`."""
    return replace(draft, clips=tuple(replace(clip, shots=closed(clip.shots, duration)) for clip in draft.clips))
