"""The rows of a shot → its action, fields and dialogue; and where a clip's closing text begins."""

from __future__ import annotations

import re
from collections.abc import Container

from storyboard.compiler.layout import fields as naming
from storyboard.compiler.layout.inline import Names, TextLine, read
from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language import words
from storyboard.language.story import Field, Mark, Picture, Row, ScriptShot, Shot, Speech, Text
from storyboard.language.syntax.parser import pattern
from storyboard.language.syntax.pictures import named_picture, picture_slip, second_picture
from storyboard.language.syntax.settings import misplaced
from storyboard.language.syntax.slips import field_slip, field_without_colon, length_typed
from storyboard.language.syntax.timekeys import stated
from storyboard.patterns import lazy
from storyboard.source import Source, Span
from storyboard.source.paths import project_path

_QUOTES = {
    '"': '"',
    "“": "”",
    "„": "“",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‘": "’",
    "'": "'",
    "‹": "›",
    "＂": "＂",
}
_PARTS = lazy(r"[,，、;；/|·]|[ \t][-–—]++[ \t]")
_WORD = lazy(r"[^\W_]+(?:[-.'’][^\W_]*)*")


def split_closing(shot: ScriptShot, names: Names) -> tuple[list[Row], list[Row]]:
    """The rows of a clip's last shot, and the rows of its closing text.

    Closing is what follows a break, or unindented text after a blank line once the shot has words.
    """
    rows = list(shot.rows)
    indent = _indent(shot.row)
    words, blank = bool(shot.first.text.strip()), False
    for index, row in enumerate(rows):
        if row.kind == "BREAK":
            return rows[:index], rows[index + 1 :]
        if row.kind == "BLANK":
            blank = True
            continue
        if row.kind == "COMMENT":
            continue
        said = row.kind == "PAIR" and speaks(row, names.cast)
        texty = row.kind == "TEXT" or (row.kind == "PAIR" and not said and not _names_part(row, names))
        if blank and words and texty and _indent(row) <= indent:
            return rows[:index], rows[index:]
        words, blank = True, False
    return rows, []


def _is_own(mark: Mark, value: str) -> bool:
    """Whether a length is that of the shot itself, which its mark says."""
    lasts = mark.length if mark.start is None or mark.end is None else mark.end - mark.start
    stated_length = length_typed(value)
    return lasts is not None and stated_length is not None and float(stated_length) * 1000 == lasts


def _own_length(source: Source, row: Row, key: Span) -> Finding:
    """The finding for `duration: 3` below a mark that has its time: the setting is the whole clip's."""
    line = source.span(row.start, min(row.start + len(row.text) + 1, len(source.text)))
    return Finding(
        "a shot's length stands in its mark, `duration` is that of a clip",
        key,
        "delete the line",
        code="SB111",
        fix=Fix(Safety.UNSAFE, "delete the line", (Edit(line, ""),)),
    )


def read_body(
    source: Source, shot: ScriptShot, rows: list[Row], names: Names, head: int
) -> tuple[Text, list[Field], list[Speech], Picture | None, list[Finding]]:
    """The parts of a shot, and the findings; `head` is where a setting would have to stand."""
    findings: list[Finding] = []
    action: list[TextLine] = []
    fields: list[tuple[str, Span, list[TextLine]]] = []
    speeches: list[tuple[Row, list[TextLine]]] = []
    picture: Picture | None = None
    if shot.first.text:
        action.append(TextLine(shot.first.start, shot.first.text, False))
        findings += _behind(source, shot, names)
    current: list[TextLine] | None = None
    current_indent, gap, skip = 0, False, -1
    for at, row in enumerate(rows):
        kind, indent = row.kind, _indent(row)
        if kind == "BLANK":
            gap, current = True, None
            continue
        if skip >= 0 and indent > skip and kind != "COMMENT":
            continue  # the block of a misplaced setting
        skip = -1
        if kind in ("COMMENT", "BREAK"):
            continue
        if kind == "SETTING":
            match = pattern("SETTING").match(row.text)
            assert match is not None
            key_span = source.span(row.start + match.start(1), row.start + match.end(1))
            if match[1].lower() == "audio":  # in a shot the alias of `sound` wins over the setting
                current, current_indent = [_value(row, match.start(2))], indent
                fields.append(("sound", key_span, current))
            elif current is not None and indent > current_indent:
                current.append(TextLine(row.start, row.text, False))
            elif shot.mark.form == "untimed" and stated(row.text) is not None:
                skip = indent  # the shot's own time, which time-below-mark puts into the mark
            elif match[1].lower() == "duration" and _is_own(shot.mark, match[2].strip()):
                findings.append(_own_length(source, row, key_span))
            else:
                last = rows[block_end(rows, at)]
                findings.append(
                    misplaced(
                        source, match[1].lower(), key_span, row, last, "inside a shot", to_story=False, target=head
                    )
                )
                skip = indent
            gap = False
            continue
        pair = pattern("PAIR").match(row.text) if kind in ("FIELD", "PAIR") else None
        if pair is not None and _speaks(pair, names.cast):
            current, current_indent = [_value(row, pair.start(4))], indent
            speeches.append((row, current))
        elif pair is not None and (named := named_picture(row)) is not None:
            current = None  # a path is one line
            own = _picture(source, row, *named)
            if picture is not None:
                findings.append(second_picture(own, picture))
            picture = picture or own
        elif pair is not None and (key := _field(row, names)):
            current, current_indent = [_value(row, pair.start(4))], indent
            key_span = source.span(row.start + pair.start(1), row.start + pair.end(2 if pair[2] else 1))
            fields.append((key, key_span, current))
            if row.text.count(":") > 1:
                findings += _among(source, row, names)
        elif current is not None and indent > current_indent:
            current.append(TextLine(row.start, row.text, False))
        else:
            slip = picture_slip(source, row) or naming.suggestion(source, row) or field_slip(source, row, names.fields)
            if slip is None and row.kind == "TEXT":
                slip = field_without_colon(source, row, _above(shot, rows, at), names.fields)
            if slip:
                findings.append(slip)
            action.append(TextLine(row.start, row.text, gap and bool(action)))
            current = None
        gap = False
    named = [Field(key, read(source.path, lines, names), span) for key, span, lines in fields]
    transitions = [field.text for field in named if field.key == "transition"]
    if transitions:
        from storyboard.language.syntax.transitions import transition_slip  # few shots have one

        findings += [slip for text in transitions if (slip := transition_slip(text)) is not None]
    spoken = [_speech(source, row, lines, names) for row, lines in speeches]
    return read(source.path, action, names), named, spoken, picture, findings


def _behind(source: Source, shot: ScriptShot, names: Names) -> list[Finding]:
    """What is wrong with the words on the line of a mark."""
    if "\t" not in shot.row.text:
        return []
    from storyboard.compiler.layout.behind import fields_behind  # few lines have a tab

    finding = fields_behind(source, shot.first, names.fields)
    return [finding] if finding is not None else []


def _among(source: Source, row: Row, names: Names) -> list[Finding]:
    """What is wrong with a field that may hold others."""
    from storyboard.compiler.layout.behind import fields_among  # few do

    finding = fields_among(source, row, names.fields)
    return [finding] if finding is not None else []


def _above(shot: ScriptShot, rows: list[Row], at: int) -> str:
    """The text right above a row of a shot, a full stop where that is no text."""
    above = rows[at - 1] if at else shot.first
    return above.text if above.kind == "TEXT" and above.text else "."


def _picture(source: Source, row: Row, start: int, typed: str) -> Picture:
    place = source.span(row.start + start, row.start + start + len(typed))
    line = source.span(row.start + _indent(row), place.end)
    return Picture(project_path(source.path, typed) or None, typed, place, line)


def _indent(row: Row) -> int:
    return len(row.text) - len(row.text.lstrip())


def block_end(rows: list[Row], at: int) -> int:
    """The index of the last row of the block that the row at an index opens."""
    indent, end = _indent(rows[at]), at + 1
    while end < len(rows) and rows[end].kind != "BLANK" and _indent(rows[end]) > indent:
        end += 1
    return end - 1


def _value(row: Row, at: int) -> TextLine:
    text = row.text[at:]
    shorn = text.lstrip(" \t*_")
    if text[: len(text) - len(shorn)].strip():  # the closers of `**Sound:** rain`
        return TextLine(row.start + at + len(text) - len(shorn), shorn, False)
    return TextLine(row.start + at, text, False)


def speaks(row: Row, cast: Container[str]) -> bool:
    """Whether a `NAME: words` row is dialogue: its name is in the cast, or all capitals before a quotation mark.

    A field's English word and what stands on the screen (`SUPER:`, `LOGO:`) are no speakers.
    """
    match = pattern("PAIR").match(row.text)
    assert match is not None
    return _speaks(match, cast)


def _speaks(match: re.Match[str], cast: Container[str]) -> bool:
    name = match[1].strip()
    if name in cast:
        return True
    if match[4].lstrip(" \t*_")[:1] not in _QUOTES:
        return False
    cased = [letter for letter in name if letter.isalpha()]
    if not cased or not all(letter.isupper() for letter in cased):
        return False
    return not any(word in words.lookup("cues") or naming.english(word) for word in _WORD.findall(naming.folded(name)))


def _names_part(row: Row, names: Names) -> bool:
    """Whether a `NAME: words` row is a field of the shot or names its picture."""
    return bool(_field(row, names)) or named_picture(row) is not None


def _field(row: Row, names: Names) -> str:
    """The key of the field that a row of a shot is, "" where it is none."""
    return names.fields.get(naming.word_of(row), "")


def _speech(source: Source, row: Row, lines: list[TextLine], names: Names) -> Speech:
    match = pattern("PAIR").match(row.text)
    assert match is not None
    name = match[1].strip()
    member = names.cast.get(name)
    state = (match[2] or "").strip()
    typed = read(source.path, lines, names)
    unset = Names(names.cast, {}, names.mention)  # a manner takes no variables, which a rule says
    inner = _unquoted(lines)
    manner = read(source.path, [TextLine(row.start + match.start(3), match[3], False)], unset).value if match[3] else ""
    return Speech(
        name=name,
        state=state,
        manner=manner,
        words=read(source.path, inner, names) if inner is not None else typed,
        typed=typed,
        span=source.span(row.start + _indent(row), lines[-1].start + len(lines[-1].text.rstrip())),
        name_span=source.span(row.start + match.start(1), row.start + match.end(1)),
        member=member is not None,
        known=not state or (member is not None and state in member.states),
        unseen=_unseen(manner) or (member is None and naming.folded(name) in words.lookup("unseen")),
    )


def _unseen(manner: str) -> bool:
    """Whether a manner of speech, or one of several like `V.O., whispering`, says that the speaker is not seen."""
    known = words.lookup("unseen")
    return any(part.strip() in known for part in _PARTS.split(naming.folded(manner)))


def _unquoted(lines: list[TextLine]) -> list[TextLine] | None:
    """The lines without the quotation marks that enclose all of them, or None where none do."""
    first = lines[0]
    text = first.text.lstrip()
    closer = _QUOTES.get(text[:1])
    whole = "\n".join(line.text for line in lines).strip()
    if closer is None or len(whole) < 2 or whole[-1] != closer or closer in whole[1:-1]:
        return None
    cut = len(first.text) - len(text) + 1
    bare = [TextLine(first.start + cut, first.text[cut:], False), *lines[1:]]
    end = bare[-1]
    bare[-1] = TextLine(end.start, end.text.rstrip()[:-1], False)
    return bare


def make_shot(
    source: Source, shot: ScriptShot, rows: list[Row], names: Names, number: int, head: int
) -> tuple[Shot, list[Finding]]:
    """A shot with its text, its times still as the mark gives them, and the findings on its rows."""
    action, fields, dialogue, picture, findings = read_body(source, shot, rows, names, head)
    mark = shot.mark
    ends = [piece.span.end for text in (action, *(field.text for field in fields)) for piece in text.pieces]
    ends += [speech.span.end for speech in dialogue]
    ends += [picture.span.end] if picture is not None else []
    span = Span(source.path, mark.span.start, max([mark.span.end, *ends]))
    title = (
        read(source.path, [TextLine(mark.title_span.start, mark.title, False)], names).value if mark.title_span else ""
    )
    return (
        Shot(number, mark, span, mark.start, mark.end, title, action, tuple(fields), tuple(dialogue), picture),
        findings,
    )
