"""Sections → script: the front matter, head, clips and shots of a file with their marks read, and its comments."""

from __future__ import annotations

from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language.story import Ignore, Mark, Row, Script, ScriptClip, ScriptShot
from storyboard.language.syntax import nature
from storyboard.language.syntax.marks import read_mark
from storyboard.language.syntax.parser import pattern, sections
from storyboard.patterns import lazy
from storyboard.source import Source, Span
from storyboard.source.unseen import controls, directions

# A comment that is meant so and names its rules in another way than in brackets names none.
_IGNORE = lazy(r"[ \t]*+(?://|#)[ \t]*+storyc(?::[ \t]*+ignore[ \t]*+(?:\[([^\]\n]*)\])?|[ \t:-]*+ignore\b)")
_RULE = lazy(r"[A-Za-z0-9-]++")
_MAY_BE_UNIT = lazy(r"[^\W\d_]|[ \t][^\W\d_]{1,16}+[ \t]*+[.:：|–—]")
_MAY_BE_UNIT_IN_ASCII = lazy(r"[A-Za-z]|[ \t][A-Za-z]{1,16}+[ \t]*+[.:|]")  # compiled in a third of the time
# Shift and Return in a word processor, a new page there, and the line ends of old Macs and of mainframes.
_BREAKS = frozenset("\v\f\r\x85")


# What keeps a file from being parsed.
UNREADABLE = frozenset({"SB101", "SB113", "SB118"})


def read_text(path: str, data: bytes, limit: int, line_limit: int, lines: int) -> tuple[Source, list[Finding]]:
    """The text of a file, and what keeps it from being read: size, encoding, control and direction characters.

    A text with a finding in `UNREADABLE` is not to be parsed; `data` may be one byte longer than `limit` to show that
    there is more. `lines` is the most of them, each of up to `line_limit` characters.
    """
    document = nature.of_bytes(data)
    if document is not None:
        source = Source(path, "")
        return source, [_no_story(document, source.span(0, 0))]
    if len(data) > limit:
        source = Source(path, "")
        size = f"{limit / 1024 / 1024:g} MB" if limit >= 1024 * 1024 else f"{limit:,} bytes"
        return source, [
            Finding(
                f"the file is larger than the limit of {size}",
                source.span(0, 0),
                "split the story into several files, or raise `file_bytes` under `[limits]` in storyc.toml",
                code="SB113",
            )
        ]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        source = Source(path, data[: error.start].decode("utf-8"))
        at = len(source.text)
        return source, [
            Finding(
                f"byte 0x{data[error.start]:02x} is not UTF-8 text",
                source.span(at, at),
                "save the file as UTF-8 (in most editors: Save with encoding)",
                code="SB101",
            )
        ]
    source = Source(path, text)
    findings: list[Finding] = []
    count = source.text.count("\n") + 1
    if count > lines:
        findings.append(
            Finding(
                f"the file has {count:,} lines, the limit is {lines:,}",
                source.span(0, 0),
                "split the story into several files, or raise `lines` under `[limits]` in storyc.toml",
                code="SB113",
            )
        )
    for match in controls(source.text):
        findings.append(_control(source, source.span(match.start(), match.end()), match[0]))
        if len(findings) == 20:
            break
    for match in directions(source.text):
        findings.append(
            Finding(
                f"the direction mark U+{ord(match[0]):04X} makes the text look different from what is sent",
                source.span(match.start(), match.end()),
                "delete it; Arabic and Hebrew need no such mark",
                code="SB102",
            )
        )
        if len(findings) > 40:
            break
    lines_of = source.text.split("\n") if len(source.text) > line_limit else ()
    for number, line in enumerate(lines_of, start=1):
        if len(line) > line_limit:
            start = source.line_start(number)
            findings.append(
                Finding(
                    f"the line has {len(line):,} characters, the limit is {line_limit:,}",
                    source.span(start, start + 1),
                    "break the line, or raise `line` under `[limits]` in storyc.toml",
                    code="SB113",
                )
            )
    return source, findings


def _control(source: Source, span: Span, sign: str) -> Finding:
    if sign in _BREAKS:
        return Finding(
            f"the line is broken by U+{ord(sign):04X}, which ends no line of a story",
            span,
            "begin a new line here",
            code="SB101",
            fix=Fix(Safety.UNSAFE, "begin a new line", (Edit(span, "\n"),)),
        )
    return Finding(
        f"the control character U+{ord(sign):04X} stands in the text",
        span,
        "delete it; only tabs and line ends may stand between the letters",
        code="SB101",
    )


def _no_story(its: nature.Nature, span: Span) -> Finding:
    advice = its.advice or "run `storyc import FILE`; where it is text, write `\\` as its first character"
    return Finding(f"the file looks like {its.name}, not like a story", span, advice, code="SB118")


def read_script(source: Source, *, clips: int, shots: int) -> tuple[Script, list[Finding]]:
    """The script of a file, with the findings that near misses and limits make; there is always one.

    `clips` and `shots` are the most that are read; what is beyond them is left out and named.
    """
    reader = _Reader(source, shots)
    front, (above, *headed) = sections(source.text)
    head = reader.rows(above.head)
    lead, started = reader.shots(above.shots)
    head += lead
    scripted = [ScriptClip(None, (), started)] if started else []
    for section in headed:
        assert section.heading is not None
        if len(scripted) == clips:
            reader.limit("clips", clips, section.heading)
            break
        rows = reader.rows(section.head)
        lead, started = reader.shots(section.shots)
        scripted.append(ScriptClip(section.heading, rows + lead, started))
    if not scripted:
        scripted.append(ScriptClip(None, (), ()))
    if not any(shot.row.kind != "NEAR_MISS" for clip in scripted for shot in clip.shots):
        body = len(front.text) + 1 if front is not None else 0
        its = nature.of_text(source.text[body:])
        if its is not None:
            reader.findings.insert(0, _no_story(its, source.span(0, len(source.line(1)))))
    comments = tuple(reader.comments)
    ignores = _ignores(source, front, head, comments)
    return Script(source.path, front, head, tuple(scripted), comments, ignores), reader.findings


def read_section(source: Source, start: int, end: int, *, shots: int) -> tuple[Script, list[Finding]] | None:
    """The script of one clip alone, the text between two offsets, whose findings are those of the whole script there.

    None where it is no longer one clip with its heading.
    """
    reader = _Reader(source, shots)
    front, (above, *headed) = sections(source.text[start:end])
    if front is not None or above.head or above.shots or len(headed) != 1:
        return None
    (section,) = headed
    assert section.heading is not None
    heading = _moved(section.heading, start)
    head = reader.rows([_moved(row, start) for row in section.head])
    lead, started = reader.shots([[_moved(row, start) for row in rows] for rows in section.shots])
    clip = ScriptClip(heading, head + lead, started)
    comments = tuple(reader.comments)
    return Script(source.path, None, (), (clip,), comments, _read_ignores(source, [*comments], set())), reader.findings


def _moved(row: Row, by: int) -> Row:
    return Row(row.kind, row.start + by, row.text)


def _glued(shots: list[list[Row]]) -> bool:
    """Whether the glued labels of a clip are marks: the first has its place's number, and the next one goes on from it.

    `SHOT1` alone in its clip may be a name; from the third on a wrong number is a mistake in a mark, which a rule says.
    """
    places: list[tuple[int, int]] = []
    for place, (row, *_) in enumerate(shots, start=1):
        if row.kind == "SHOT_GLUED":
            match = pattern("SHOT_GLUED").match(row.text)
            assert match is not None
            places.append((place, int(match[3])))
    if not places or len(shots) < 2:
        return False
    (place, number), *more = places
    return number == place and (not more or more[0][1] == number + more[0][0] - place)


class _Reader:
    """Turns sections into shots, collecting comments and findings on the way."""

    def __init__(self, source: Source, shots: int) -> None:
        self.source = source
        self.left = self.most = shots
        self.comments: list[Row] = []
        self.findings: list[Finding] = []
        self._limited = False

    def limit(self, what: str, most: int, row: Row) -> None:
        """Name the first clip or shot that is beyond a limit, once."""
        if self._limited:
            return
        self._limited = True
        self.findings.append(
            Finding(
                f"the story has more than {most:,} {what}",
                self.source.span(row.start, row.start + len(row.text)),
                f"split the story into several files, or raise `{what}` under `[limits]` in storyc.toml",
                code="SB113",
            )
        )

    def rows(self, rows: list[Row]) -> tuple[Row, ...]:
        """The rows of a head or of a shot's body."""
        self.comments += [row for row in rows if row.kind == "COMMENT"]
        return tuple(rows)

    def shots(self, listed: list[list[Row]]) -> tuple[tuple[Row, ...], tuple[ScriptShot, ...]]:
        """The shots of a clip, each with its mark read, and before them the rows that turn out to start none.

        Rows with a glued label (`SHOT1 A lamp`) are marks only together, see `_glued`; else they are text of the shot
        above them.
        """
        above: tuple[Row, ...] = ()
        shots: list[ScriptShot] = []
        glued = _glued(listed)
        for row, *below in listed:
            if row.kind == "SHOT_GLUED" and not glued:
                rows = (Row("TEXT", row.start, row.text), *self.rows(below))
                if shots:
                    last = shots[-1]
                    shots[-1] = ScriptShot(last.mark, last.first, (*last.rows, *rows), last.row)
                else:
                    above += rows
                continue
            if self.left == 0:
                self.limit("shots", self.most, row)
                break
            self.left -= 1
            mark, first = self._mark(row)
            shots.append(ScriptShot(mark, first, self.rows(below), row))
        self._pointed(shots)
        return above, tuple(shots)

    def _pointed(self, shots: list[ScriptShot]) -> None:
        """Breaks the marks whose times have points for colons, where the clip has both."""
        ranges = {shot.mark.clocks for shot in shots if shot.mark.form == "range"}
        if len(ranges) < 2:
            return
        from storyboard.language.syntax.misread import pointed

        for at, finding in list(pointed(self.source, [shot.mark for shot in shots])):
            shot = shots[at]
            self.findings.append(finding)
            broken = Mark(shot.mark.span, "broken", language=shot.mark.language)
            shots[at] = ScriptShot(broken, shot.first, shot.rows, shot.row)

    def _mark(self, row: Row) -> tuple[Mark, Row]:
        if row.kind == "NEAR_MISS":
            from storyboard.language.syntax import nearmiss  # few marks are any

            mark, first, finding = nearmiss.explain(self.source, row)
            self.findings.append(finding)
            return mark, first
        mark, first = read_mark(self.source, row)
        missed = _one_end(self.source, mark) if mark.form == "length" else _misread(self.source, mark)
        if missed is None:
            return mark, first
        self.findings.append(missed)
        return Mark(mark.span, "broken", language=mark.language), first


def _one_end(source: Source, mark: Mark) -> Finding | None:
    from storyboard.language.syntax.oneend import one_end

    return one_end(source, mark)


def _one_clock(source: Source, mark: Mark) -> bool:
    """Whether one end of a range is a clock and the other none, `[0:03-0.07]`."""
    start, end = mark.start_span, mark.end_span
    return not mark.clocks and start is not None and end is not None and ":" in source.text[start.start : end.end]


def _word_before(source: Source, mark: Mark) -> bool:
    """Whether a word that is no label stands right before the numbers of a range, `[bars 1-2]`."""
    at = mark.start_span.start if mark.start_span is not None else 0
    labelled = mark.label_span is not None and mark.label_span.end == at - 1
    return at > 1 and not labelled and source.text[at - 1] == " " and source.text[at - 2].isalpha()


def _behind_closer(source: Source, mark: Mark) -> bool:
    """Whether a closing bracket stands right before the numbers of a range, `]0-3s[`."""
    return mark.start_span is not None and source.text[mark.start_span.start - 1] in "])"


def _misread(source: Source, mark: Mark) -> Finding | None:
    """What is wrong with a range that another number, a unit or a label beside it may make another time."""
    unit = _MAY_BE_UNIT_IN_ASCII if source.text.isascii() else _MAY_BE_UNIT
    beside = mark.title or mark.stated is not None or unit.match(source.text, mark.span.end) is not None
    beside = beside or (mark.number is None and mark.label and mark.start) or _one_clock(source, mark)
    beside = beside or _word_before(source, mark) or _behind_closer(source, mark)
    if mark.form != "range" or not beside:
        return None
    from storyboard.language.syntax.misread import misread  # nearly no story waits for it

    return misread(source, mark)


def _ignores(source: Source, front: Row | None, head: tuple[Row, ...], comments: tuple[Row, ...]) -> tuple[Ignore, ...]:
    """The ignore comments; one above all text holds for the file, any other for the next line."""
    above: set[int] = set()
    for row in head:
        if row.kind == "COMMENT":
            above.add(row.start)
        elif row.kind != "BLANK":
            break
    settings, first = _remarks(front) if front is not None else ([], 0)
    above.update(row.start for row in settings[:first])
    return _read_ignores(source, [*comments, *settings], above)


def shared_ignores(source: Source) -> tuple[Ignore, ...]:
    """The ignore comments of an include; one above all its settings holds for all of it."""
    rows, first = _remarks(Row("FRONT", 0, source.text))
    return _read_ignores(source, rows, {row.start for row in rows[:first]})


def _remarks(front: Row) -> tuple[list[Row], int]:
    """The `#` comments among settings that speak of storyc, and how many of them stand above all settings."""
    rows: list[Row] = []
    first, start = -1, front.start
    for text in front.text.split("\n") if "storyc:" in front.text else ():
        stripped = text.lstrip()
        if stripped.startswith("#"):
            if "storyc:" in stripped:
                rows.append(Row("COMMENT", start, text))
        elif stripped and first < 0 and not (start == front.start and stripped.rstrip() == "---"):
            first = len(rows)
        start += len(text) + 1
    return rows, len(rows) if first < 0 else first


def _read_ignores(source: Source, rows: list[Row], above: set[int]) -> tuple[Ignore, ...]:
    ignores: list[Ignore] = []
    for row in rows:
        match = _IGNORE.match(row.text)
        if match is None:
            continue
        inside, at = match.group(1) or "", row.start + max(match.start(1), 0)
        rules = tuple((rule[0], source.span(at + rule.start(), at + rule.end())) for rule in _RULE.finditer(inside))
        line = 0 if row.start in above else source.place(row.start).line + 1
        begin = row.start + len(row.text) - len(row.text.lstrip())
        ignores.append(Ignore(rules, line, source.span(begin, row.start + len(row.text))))
    return tuple(ignores)
