"""The rows of a shot → its action, fields and dialogue; and where a clip's closing text begins."""

from __future__ import annotations

import re

from storyboard.diagnostics import Finding
from storyboard.layout.inline import Line, Names, read
from storyboard.source import Source, Span
from storyboard.story import Field, Row, ScriptShot, Shot, Speech, Text
from storyboard.syntax.parser import pattern
from storyboard.syntax.settings import field_slip, misplaced

FIELDS = ("camera", "light", "sound", "music", "transition")
# Words in capitals before a colon that name a thing on the screen or the track, not a speaker.
NOT_SPEAKERS = frozenset(
    "VO V.O. V.O OS O.S. SUPER SFX FX POV CUT SMASH TITLE TITLES CAPTION CAPTIONS TEXT LOGO TAGLINE CTA VOICEOVER "
    "VOICE-OVER NOTE TODO PROMPT DIALOGUE DIALOG AUDIO MUSIC SOUND CAMERA LIGHT FADE DISSOLVE INSERT BGM LYRICS "
    "SUBTITLE SUBTITLES NARRATION HOOK STYLE".split()
)
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
_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]*)*")


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
        texty = row.kind == "TEXT" or (row.kind == "PAIR" and not _speaker(row, names))
        if blank and words and texty and _indent(row) <= indent:
            return rows[:index], rows[index:]
        words, blank = True, False
    return rows, []


def read_body(
    source: Source, shot: ScriptShot, rows: list[Row], names: Names, head: int
) -> tuple[Text, list[Field], list[Speech], list[Finding]]:
    """The action, fields and dialogue of a shot, and the findings; `head` is where a setting would have to stand."""
    found: list[Finding] = []
    action: list[Line] = []
    fields: list[tuple[str, Span, list[Line]]] = []
    speeches: list[tuple[Row, list[Line]]] = []
    if shot.first.text:
        action.append(Line(shot.first.start, shot.first.text, False))
    current: list[Line] | None = None
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
                current.append(Line(row.start, row.text, False))
            else:
                last = rows[block_end(rows, at)]
                found.append(
                    misplaced(
                        source, match[1].lower(), key_span, row, last, "inside a shot", to_story=False, target=head
                    )
                )
                skip = indent
            gap = False
            continue
        if kind == "FIELD":
            match = pattern("FIELD").match(row.text)
            assert match is not None
            index = next(i for i in range(1, 6) if match.start(i) >= 0)
            current, current_indent = [_value(row, match.start(6))], indent
            key_span = source.span(row.start + match.start(index), row.start + match.end(index))
            fields.append((FIELDS[index - 1], key_span, current))
        elif kind == "PAIR" and _speaker(row, names):
            match = pattern("PAIR").match(row.text)
            assert match is not None
            current, current_indent = [_value(row, match.start(4))], indent
            speeches.append((row, current))
        elif current is not None and indent > current_indent:
            current.append(Line(row.start, row.text, False))
        else:
            slip = field_slip(source, row)
            if slip:
                found.append(slip)
            action.append(Line(row.start, row.text, gap and bool(action)))
            current = None
        gap = False
    return (
        read(source.path, action, names),
        [Field(key, read(source.path, lines, names), span) for key, span, lines in fields],
        [_speech(source, row, lines, names) for row, lines in speeches],
        found,
    )


def _indent(row: Row) -> int:
    return len(row.text) - len(row.text.lstrip())


def block_end(rows: list[Row], at: int) -> int:
    """The index of the last row of the block that the row at an index opens."""
    indent, end = _indent(rows[at]), at + 1
    while end < len(rows) and rows[end].kind != "BLANK" and _indent(rows[end]) > indent:
        end += 1
    return end - 1


def _value(row: Row, at: int) -> Line:
    text = row.text[at:]
    shorn = text.lstrip(" \t*_")
    if text[: len(text) - len(shorn)].strip():  # the closers of `**Sound:** rain`
        return Line(row.start + at + len(text) - len(shorn), shorn, False)
    return Line(row.start + at, text, False)


def _speaker(row: Row, names: Names) -> bool:
    """Whether a `NAME: words` row is dialogue: its name is in the cast, or all capitals before a quotation mark."""
    match = pattern("PAIR").match(row.text)
    assert match is not None
    name = match[1].strip()
    if name in names.cast:
        return True
    words = match[4].lstrip(" \t*_")
    if words[:1] not in _QUOTES:
        return False
    cased = [letter for letter in name if letter.isalpha()]
    if not cased or not all(letter.isupper() for letter in cased):
        return False
    return not any(word in NOT_SPEAKERS for word in _WORD.findall(name))


def _speech(source: Source, row: Row, lines: list[Line], names: Names) -> Speech:
    match = pattern("PAIR").match(row.text)
    assert match is not None
    name = match[1].strip()
    member = names.cast.get(name)
    state = (match[2] or "").strip()
    typed = read(source.path, lines, names)
    unset = Names(names.cast, {}, names.mention)  # a manner takes no variables, which a rule says
    inner = _unquoted(lines)
    return Speech(
        name=name,
        state=state,
        manner=read(source.path, [Line(row.start + match.start(3), match[3], False)], unset).value if match[3] else "",
        words=read(source.path, inner, names) if inner is not None else typed,
        typed=typed,
        span=source.span(row.start + _indent(row), lines[-1].start + len(lines[-1].text.rstrip())),
        name_span=source.span(row.start + match.start(1), row.start + match.end(1)),
        member=member is not None,
        known=not state or (member is not None and state in member.states),
    )


def _unquoted(lines: list[Line]) -> list[Line] | None:
    """The lines without the quotation marks that enclose all of them, or None where none do."""
    first = lines[0]
    text = first.text.lstrip()
    closer = _QUOTES.get(text[:1])
    whole = "\n".join(line.text for line in lines).strip()
    if closer is None or len(whole) < 2 or whole[-1] != closer or closer in whole[1:-1]:
        return None
    cut = len(first.text) - len(text) + 1
    made = [Line(first.start + cut, first.text[cut:], False), *lines[1:]]
    end = made[-1]
    made[-1] = Line(end.start, end.text.rstrip()[:-1], False)
    return made


def make_shot(
    source: Source, shot: ScriptShot, rows: list[Row], names: Names, number: int, head: int
) -> tuple[Shot, list[Finding]]:
    """A shot with its text, its times still as the mark gives them, and the findings on its rows."""
    action, fields, dialogue, found = read_body(source, shot, rows, names, head)
    mark = shot.mark
    ends = [piece.span.end for text in (action, *(field.text for field in fields)) for piece in text.pieces]
    ends += [speech.span.end for speech in dialogue]
    span = Span(source.path, mark.span.start, max([mark.span.end, *ends]))
    title = read(source.path, [Line(mark.title_span.start, mark.title, False)], names).value if mark.title_span else ""
    return Shot(number, mark, span, mark.start, mark.end, title, action, tuple(fields), tuple(dialogue)), found
