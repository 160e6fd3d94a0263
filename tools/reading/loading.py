"""The texts that are written by hand: our own samples, the traps, and files of truths that somebody gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from tools.reading.records import Text, Times, parted

FOLDER = Path(__file__).resolve().parent
_Row = TypeVar("_Row")


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of samples.yaml or traps.yaml."""

    id: str
    language: str
    text: str
    notation: str = ""
    sort: str = ""
    truth: Times = ((None, None),)
    inclusive: bool = False
    data: bool = False


class Given(msgspec.Struct, frozen=True):
    """A line of a file of truths; shots have a start and an end, or leave them out."""

    id: str
    prompt: str
    shots: tuple[dict[str, object], ...]
    language: str = "?"
    notation: str | None = None
    kind: str | None = None
    ambiguous: bool | None = None
    note: object = None
    issues: object = None


def rows(name: str, kind: type[_Row]) -> list[_Row]:
    """The rows of one of the data files, each checked against its record."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), list[kind])


@cache
def own() -> tuple[Text, ...]:
    """Our own samples. Raises ValueError where a range is not closed or has no shot."""
    return tuple(_text(row, "own", row.notation) for row in rows("samples.yaml", Sample))


@cache
def traps() -> tuple[Text, ...]:
    """The texts whose numbers are no times of shots."""
    return tuple(_text(row, "trap", row.sort) for row in rows("traps.yaml", Sample))


def _text(row: Sample, group: str, name: str) -> Text:
    text, spans = parted(row.text)
    if len(spans) > len(row.truth):
        raise ValueError(f"{row.id} has more ranges than shots")
    return Text(row.id, row.language, name, group, name, text, row.truth, spans, row.inclusive, row.data)


def given(path: Path) -> tuple[Text, ...]:
    """The texts of a file of JSON lines that are timed and not ambiguous."""
    decoder = msgspec.json.Decoder(Given)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(
        Text(
            row.id,
            row.language,
            row.notation or "?",
            "given",
            row.notation or "?",
            row.prompt,
            tuple((_side(shot.get("start")), _side(shot.get("end"))) for shot in row.shots),
            inclusive="inclusive" in f"{row.issues}{row.note}",
        )
        for row in map(decoder.decode, lines)
        if row.kind in (None, "timed") and not row.ambiguous
    )


def _side(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
