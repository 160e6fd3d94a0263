"""Script shots as drafts: marks in one form, rows as the lines of words, fields and speeches that they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storyboard import timing
from storyboard.exchange.importers._draft import DraftLine, DraftShot
from storyboard.language import words
from storyboard.language.story import Mark, Row, ScriptShot
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy

_SHOT = words.by_language("shots")
_KANA = lazy(r"[\u3040-\u30ff]")


def words_of(rows: Iterable[Row]) -> tuple[DraftLine, ...]:
    """The rows outside of shots as lines of words; breaks part paragraphs."""
    return tuple(DraftLine("" if row.kind in ("BLANK", "BREAK") else row.text) for row in rows)


def japanese(text: str) -> bool:
    """Whether a text has kana in it, which tells Japanese from Chinese."""
    return _KANA.search(text) is not None


def drafted(shots: Iterable[ScriptShot], *, kana: bool) -> Iterator[DraftShot]:
    """The shots with their marks read. `kana`: the text is Japanese."""
    for shot in shots:
        mark = shot.mark
        title = mark.title
        if mark.stated is not None and mark.stated != (mark.end or 0) - (mark.start or 0):
            title = f"{timing.seconds(mark.stated)}s"  # the check compares it with the range
        yield DraftShot(
            label=_label(mark, kana),
            number=mark.number,
            start=mark.start,
            end=mark.end,
            length=mark.length,
            open=mark.form == "open",
            title=title,
            lines=_body(shot),
        )


def _label(mark: Mark, kana: bool) -> str:
    if mark.label:
        return _SHOT["zh"][0] if mark.label == words.of("nth")[0] else mark.label
    if mark.language == "cjk":
        return _SHOT["ja" if kana else "zh"][0]
    return "Shot"


def _body(shot: ScriptShot) -> tuple[DraftLine, ...]:
    """The lines of a shot; fields and speeches are told from words."""
    lines = [DraftLine(shot.first.text)]
    key_indent = -1
    for row in shot.rows:
        indent = len(row.text) - len(row.text.lstrip())
        if row.kind in ("BLANK", "BREAK"):
            key_indent = -1
            lines.append(DraftLine(""))
            continue
        setting = pattern("SETTING").match(row.text) if row.kind == "SETTING" else None
        sound = setting is not None and setting[1].lower() == "audio"
        if row.kind in ("FIELD", "PAIR") or sound:
            key_indent = indent
            lines.append(DraftLine(row.text, key=True))
        elif key_indent >= 0 and indent > key_indent:
            lines.append(DraftLine(row.text, deep=True))
        else:
            key_indent = -1
            lines.append(DraftLine(row.text))
    return tuple(lines)
