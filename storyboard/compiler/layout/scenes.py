"""Script + scope → story: every clip as written, with its settings, texts and shots."""

from __future__ import annotations

import msgspec

from storyboard.compiler.layout.body import block_end, make_shot, split_closing
from storyboard.compiler.layout.inline import TextLine, read, read_value
from storyboard.compiler.layout.scope import Scope, ScopeReading
from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language.story import Row, Scene, Script, ScriptClip, ScriptShot, Shot, Story, Text
from storyboard.language.syntax.parser import pattern
from storyboard.language.syntax.settings import from_rows, misplaced, top
from storyboard.language.syntax.slips import field_slip, people
from storyboard.source import Source, Span
from storyboard.timing import seconds

_NO_TEXT = Text()


def read_story(reading: ScopeReading, source: Source, script: Script, scope: Scope, variant: str) -> Story:
    """The story with all its clips as written; what is wrong with its rows goes into the reading's bag."""
    scenes: list[Scene] = []
    headed = any(clip.heading is not None for clip in script.clips)
    overview = read_words(source, list(scope.head), scope, reading)
    for number, clip in enumerate(script.clips, start=1):
        marked = bool(clip.shots)
        lone = not headed and not marked
        scene = read_scene(reading, source, clip, scope, number, overview if lone else Text())
        scenes.append(scene)
        if lone:
            overview = Text()
    title = scope.overrides.get("title", scope.settings.get("title"))
    return Story(
        path=source.path,
        variant=variant,
        title=read_value(source.path, title.value, title.span, scope.names).value if title else "",
        settings=scope.settings,
        overrides=scope.overrides,
        cast=scope.names.cast,
        variables=scope.names.variables,
        overview=overview,
        scenes=tuple(scenes),
        script=script,
    )


def read_words(source: Source, rows: list[Row], scope: Scope, reading: ScopeReading) -> Text:
    """The text of rows that stand before a clip's first shot; breaks among them are dropped with a notice."""
    lines: list[TextLine] = []
    gap = False
    for row in rows:
        if row.kind == "BLANK":
            gap = True
        elif row.kind == "BREAK":
            if row.start > 0 or source.line(1).strip(" \t") != "---":
                reading.bag.add(_stray(source, row, "before the clip's first shot"))
            gap = True
        elif row.kind != "COMMENT":
            if (slip := field_slip(source, row)) is not None:
                reading.bag.add(slip)
            lines.append(TextLine(row.start, row.text, gap and bool(lines)))
            gap = False
    return read(source.path, lines, scope.names)


def _stray(source: Source, row: Row, where: str) -> Finding:
    end = min(row.start + len(row.text) + 1, len(source.text))
    line = source.place(row.start).line
    above = source.line(line - 1).rstrip() if line > 1 and row.text.lstrip().startswith("-") else ""
    # No sentence right above may be a title that the signs underline, of which clip-without-heading speaks.
    safety = Safety.UNSAFE if above and above[-1] not in ".!?…。！？" else Safety.SAFE
    return Finding(
        f"a break stands {where}, it only opens the closing text after the last shot",
        source.span(row.start, row.start + len(row.text)),
        "delete the line",
        code="SB215",
        fix=Fix(safety, "delete the break", (Edit(source.span(row.start, end), ""),)),
    )


def _heading(source: Source, row: Row, scope: Scope) -> tuple[Text, Span]:
    bare = row.text.lstrip(" \t").lstrip("#").strip()
    start = row.start + row.text.rindex(bare) if bare else row.start
    closed = bare.rstrip("#").rstrip() if bare.endswith(" #" + "#" * (len(bare) - len(bare.rstrip("#")) - 1)) else bare
    span = source.span(start, start + len(closed))
    return read(source.path, [TextLine(start, closed, False)], scope.names), span


def read_scene(
    reading: ScopeReading, source: Source, clip: ScriptClip, scope: Scope, number: int, lone: Text = _NO_TEXT
) -> Scene:
    """One clip as written; `lone` is the overview that becomes its text in a story without headings and marks."""
    limits = reading.limits
    settings, left, findings = from_rows(
        source, clip.head, in_clip=True, depth=limits.yaml_depth, nodes=limits.yaml_nodes
    )
    reading.bag.extend(findings)
    if clip.heading is not None and not clip.shots and (slip := people(source, clip.heading, clip.head)) is not None:
        reading.bag.add(slip)
    lead, kept = _inner_plan(reading, source, _up_to_second(reading, source, clip.shots))
    text = read_words(source, [*left, *lead], scope, reading)
    title, heading = _heading(source, clip.heading, scope) if clip.heading else (Text(), None)
    head = clip.heading.start + len(clip.heading.text) + 1 if clip.heading else top(source)
    start = clip.heading.start if clip.heading else (clip.shots[0].row.start if clip.shots else 0)
    shots: list[Shot] = []
    closing = Text()
    for place, typed in enumerate(kept, start=1):
        rows = list(typed.rows)
        if typed is kept[-1]:
            rows, after = split_closing(typed, scope.names)
            closing = _closing(reading, source, after, scope, head)
        else:
            for row in rows:
                if row.kind == "BREAK":
                    reading.bag.add(_stray(source, row, f"between shots {place} and {place + 1}"))
        shot, findings = make_shot(source, typed, rows, scope.names, place, head)
        reading.bag.extend(findings)
        shots.append(shot)
    if not clip.shots:
        whole = lone if lone.value else text
        if whole.value:
            span = Span(source.path, whole.pieces[0].span.start, whole.pieces[-1].span.end)
            shots.append(Shot(1, None, span, None, None, action=whole))
        text = Text()
    end = max([head, *(shot.span.end for shot in shots)])
    return Scene(number, title, heading, settings, text, tuple(shots), closing, source.span(start, max(start, end)))


def _up_to_second(reading: ScopeReading, source: Source, shots: tuple[ScriptShot, ...]) -> tuple[ScriptShot, ...]:
    """The shots in front of a second story's front matter; that it cannot stand there is the one finding."""
    for place, shot in enumerate(shots):
        at = _second_front(shot.rows)
        if at is not None:
            row = shot.rows[at]
            reading.bag.add(
                Finding(
                    "a second story begins here, but settings between two lines `---` count only where a file begins",
                    source.span(row.start, row.start + len(row.text)),
                    "put what follows into a file of its own, or write a heading here, such as `# Clip 2`, "
                    "with the clip's settings below it",
                    code="SB133",
                )
            )
            return (*shots[:place], msgspec.structs.replace(shot, rows=shot.rows[:at]))
    return shots


def _second_front(rows: tuple[Row, ...]) -> int | None:
    """The place of a line `---` from which there are settings alone up to the next such line, or None."""
    begin: int | None = None
    settings = 0
    for at, row in enumerate(rows):
        if row.kind == "BREAK" and row.text.strip(" \t") == "---":
            if begin is not None and settings:
                return begin
            begin, settings = at, 0
        elif row.kind == "SETTING":
            settings += 1
        elif row.kind not in ("BLANK", "COMMENT") and not (settings and row.text[:1] in " \t-"):
            begin = None
    return None


def _closing(reading: ScopeReading, source: Source, rows: list[Row], scope: Scope, head: int) -> Text:
    """The closing text of rows behind the last shot; a setting among them is a finding, `head` is where it belongs."""
    lines: list[TextLine] = []
    gap, until = False, -1
    for at, row in enumerate(rows):
        match = pattern("SETTING").match(row.text) if row.kind == "SETTING" else None
        if at <= until:  # the block of a misplaced setting
            continue
        if row.kind in ("BLANK", "BREAK"):
            gap = True
        elif match is not None and match[1].lower() != "audio":  # which names a sound there, as in a shot
            until = block_end(rows, at)
            key_span = source.span(row.start + match.start(1), row.start + match.end(1))
            where = "in the closing text"
            reading.bag.add(
                misplaced(source, match[1].lower(), key_span, row, rows[until], where, to_story=False, target=head)
            )
        elif row.kind != "COMMENT":
            if (slip := field_slip(source, row)) is not None:
                reading.bag.add(slip)
            lines.append(TextLine(row.start, row.text, gap and bool(lines)))
            gap = False
    return read(source.path, lines, scope.names)


def _inner_plan(
    reading: ScopeReading, source: Source, shots: tuple[ScriptShot, ...]
) -> tuple[list[Row], list[ScriptShot]]:
    """The shots of a clip without the outer beats of an inner plan, and before them the rows that are the clip's text.

    A beat is a range without words of its own that the ranges right after it tile (`HOOK (0-3s)` over `Plan 1 (0-3s)`);
    it only names them. A beat with words that overlaps a labelled shot is text of the shot before it, or of the clip.
    """
    lead: list[Row] = []
    kept: list[ScriptShot] = []
    labelled = (
        [(shot.mark.start, shot.mark.end) for shot in shots if shot.mark.form == "range" and not shot.mark.words_only]
        if any(shot.mark.words_only for shot in shots)
        else []
    )
    for index, shot in enumerate(shots):
        mark = shot.mark
        if _tiled(shots, index):
            reading.bag.add(_beat(source, shot, "its inner shots are the shots, the outer range is a title"))
            continue
        if mark.words_only and any(_overlap(mark.start, mark.end, a, b) for a, b in labelled):
            reading.bag.add(_beat(source, shot, "it overlaps a labelled shot and is read as text"))
            row = Row("TEXT", shot.row.start, shot.row.text)
            if not kept:
                lead += [row, *shot.rows]
                continue
            before = kept[-1]
            kept[-1] = ScriptShot(before.mark, before.first, (*before.rows, row, *shot.rows), before.row)
            continue
        kept.append(shot)
    return lead, kept


def _tiled(shots: tuple[ScriptShot, ...], index: int) -> bool:
    shot = shots[index]
    mark = shot.mark
    if mark.form != "range" or mark.start is None or mark.end is None or shot.first.text.strip():
        return False
    if any(row.kind not in ("BLANK", "COMMENT", "BREAK") for row in shot.rows):
        return False
    at = mark.start
    for inner in shots[index + 1 :]:
        if inner.mark.form != "range" or inner.mark.start != at or inner.mark.end is None or inner.mark.end <= at:
            return False
        at = inner.mark.end
        if at >= mark.end:
            return at == mark.end
    return False


def _overlap(start: int | None, end: int | None, other: int | None, until: int | None) -> bool:
    if start is None or end is None or other is None or until is None:
        return False
    return start < until and other < end


def _beat(source: Source, shot: ScriptShot, what: str) -> Finding:
    mark = shot.mark
    start, end = seconds(mark.start or 0), seconds(mark.end or 0)
    name = mark.title or (f"{mark.label} {mark.number}" if mark.number is not None else mark.label) or "this line"
    return Finding(
        f"`{name}` plans {start}-{end}s over shots that have times of their own: {what}",
        mark.span,
        "keep the times on one level: make the outer line a heading or take its time out",
        code="SB216",
    )
