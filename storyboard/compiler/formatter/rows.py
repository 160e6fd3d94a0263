"""The lines of heads, shots and closing text: indentation by what a line belongs to, `key: value` with one space."""

from __future__ import annotations

from collections.abc import Container, Generator, Iterator, Sequence

from storyboard.language.story import Row
from storyboard.language.syntax.parser import kind_of, pattern
from storyboard.patterns import lazy
from storyboard.source import Source

_OPENING = "*_"
_ITEM = lazy(r"(?:[-*+•·–]|[0-9]{1,2}+[.)、])[ \t]")


def head_lines(source: Source, rows: Sequence[Row]) -> Iterator[str]:
    """The lines above a clip's first shot; a setting and the deeper lines below it are one, line ends included."""
    at, base = 0, -1
    while at < len(rows):
        row = rows[at]
        at += 1
        if row.kind != "SETTING":
            base = yield from _text(row, base, 0)
            continue
        end = at
        while end < len(rows) and (rows[end].kind == "BLANK" or _indent(rows[end]) > _indent(row)):
            end += 1
        while end > at and rows[end - 1].kind == "BLANK":
            end -= 1
        block = _block(rows[at:end])
        at, base = end, -1
        yield "\n".join([_pair(row, "SETTING", 1, 2), *block])


def _block(rows: Sequence[Row]) -> list[str]:
    """The deeper lines of a setting's value, moved so that the least deep stands two in; with tabs as they are."""
    leads = [_indent(row) for row in rows if row.kind != "BLANK"]
    if not leads or any(row.text[: _indent(row)].strip(" ") for row in rows):
        return [row.text for row in rows]
    by = min(leads)
    return [f"  {row.text[by:]}" if row.kind != "BLANK" else row.text for row in rows]


def heading_line(row: Row) -> str:
    """A heading with one space behind its signs."""
    text = row.text.strip(" \t")
    title = text.lstrip("#")
    return f"{text[: len(text) - len(title)]} {title.strip()}"  # without a title the blank makes it a heading


def typed_mark(row: Row) -> str:
    """A mark that stays as it is, without the blanks round it; one behind a dash makes the dash a separator."""
    text = row.text.strip(" \t")
    return f"{text} " if text.endswith("-") and row.text.endswith((" ", "\t")) else text


def body_lines(rows: Sequence[Row], speeches: Container[int], *, closed: bool = False) -> Iterator[str]:
    """The lines of a shot below its mark: two in, and what continues a field or a speech four.

    `speeches` are the offsets at which dialogue begins; `closed` says that closing text follows and no mark.
    """
    base, current = -1, -1
    loose = _loose(rows, closed)
    for index, row in enumerate(rows):
        if row.kind == "BLANK":
            base = current = -1
            yield ""
        elif row.kind == "COMMENT":
            text = row.text.strip()
            yield text if index in loose else f"  {text}"
        elif row.kind == "BREAK":
            yield row.text.strip()
        elif _starts_value(row, speeches):
            base, current = -1, _indent(row)
            yield f"  {_value_line(row)}"
        elif 0 <= current < _indent(row):
            base = yield from _text(row, base, 4)
        else:
            base = yield from _text(row, -1 if current >= 0 else base, 2)
            current = -1


def text_lines(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of text that is no shot's, such as closing text with the break that opens it."""
    base = -1
    for row in rows:
        base = yield from _text(row, base, 0)


def _text(row: Row, base: int, indent: int) -> Generator[str, None, int]:
    """One line of text; how deep it stands under a list's first line (`base`, given back, else -1) is kept."""
    if row.kind == "BLANK":
        yield ""
        return -1
    if row.kind == "COMMENT":
        yield row.text.strip()
        return base
    if row.kind == "BREAK":  # at the very top one that is indented opens no front matter
        yield row.text.rstrip() if row.start == 0 else row.text.strip()
        return -1
    if row.kind == "BEAT":
        yield " " * indent + typed_mark(row)
        return -1
    text = row.text.strip()
    if not text:  # spaces that are not the plain one: no blank line, though it looks like one
        yield " " * indent * (indent > 2) + row.text.strip(" \t")[:1]
        return base
    lead = row.text[: len(row.text) - len(row.text.lstrip())]
    width = len(lead.expandtabs(4))
    base = width if base < 0 and _ITEM.match(text) else base
    if text != row.text.strip(" \t") and kind_of(text) not in (row.kind, "SHOT_GLUED") and not text.startswith("\\"):
        text = "\\" + text
    yield " " * (indent + max(width - base, 0) * (base >= 0)) + text
    return base


def _indent(row: Row) -> int:
    return len(row.text) - len(row.text.lstrip())


def _starts_value(row: Row, speeches: Container[int]) -> bool:
    """Whether a row in a shot begins a field or a speech; there `audio:` names a sound."""
    if row.kind == "SETTING":
        return row.text.lstrip()[:5].lower() == "audio"
    return row.kind == "FIELD" or (row.kind == "PAIR" and row.start + _indent(row) in speeches)


def _value_line(row: Row) -> str:
    """A field or speech with its bullets and emphasis taken off, or as it is where that would read otherwise."""
    typed = row.text.strip()
    if row.kind == "SETTING":
        return _pair(row, "SETTING", 1, 2)
    match = pattern(row.kind).match(row.text)
    assert match is not None
    first = 1 if row.kind == "PAIR" else next(index for index in range(1, 6) if match.start(index) >= 0)
    opened = any(letter in row.text[: match.start(first)] for letter in _OPENING)
    last = 4 if row.kind == "PAIR" else 6
    value = match[last].strip()
    if opened:
        value = value.lstrip(" \t*_")
    colon = row.text[match.start(last) - 1]
    name = match[first].strip()
    if row.kind == "PAIR":
        name += f"/{match[2].strip()}" if match[2] else ""
        if match[3]:
            wide = row.text[match.start(3) - 1] == "（"
            name += f"（{match[3].strip()}）" if wide else f" ({match[3].strip()})"
    line = f"{name}{colon}{'' if colon == '：' else ' '}{value}".rstrip()
    return line if kind_of(line) == row.kind and (value or not opened) else typed


def _pair(row: Row, kind: str, key: int, value: int) -> str:
    match = pattern(kind).match(row.text)
    assert match is not None
    return f"{match[key]}: {match[value].strip()}".rstrip()


def _loose(rows: Sequence[Row], closed: bool) -> set[int]:
    """The comments at the end of a shot that do not belong to it, by index: those right above the next mark.

    Between the shot's last line and the next mark a comment keeps its side: indented it is the shot's.
    """
    last = max((index for index, row in enumerate(rows) if row.kind not in ("BLANK", "COMMENT")), default=-1)
    loose: set[int] = set()
    above = not closed
    for index in range(len(rows) - 1, last, -1):
        row = rows[index]
        if row.kind == "BLANK":
            above = False
        elif not _indent(row) or (above and "storyc:" in row.text) or (above and _apart(rows, index, last)):
            loose.add(index)
    return loose


def _apart(rows: Sequence[Row], index: int, last: int) -> bool:
    return any(row.kind == "BLANK" for row in rows[last + 1 : index])
