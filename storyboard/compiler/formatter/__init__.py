"""The canonical layout of a story: marks in one form, what belongs to a shot indented by two, YAML that YAML can read.

Words, comments and their order stay, and so does everything that is sent; only how it is laid out changes.
"""

from __future__ import annotations

from itertools import groupby

from storyboard.compiler.formatter.front import front_lines
from storyboard.compiler.formatter.marks import mark_lines
from storyboard.compiler.formatter.rows import body_lines, head_lines, heading_line, text_lines, typed_mark
from storyboard.compiler.layout.body import split_closing
from storyboard.compiler.layout.inline import Names
from storyboard.compiler.layout.scenes import read_story
from storyboard.compiler.layout.scope import ScopeReading, read_scope
from storyboard.config import Limits
from storyboard.diagnostics import Bag
from storyboard.language.story import Row, Script, ScriptClip, ScriptShot, Story
from storyboard.language.syntax import UNREADABLE, read_script, read_text
from storyboard.source import Files, Source

__all__ = ["fmt"]


def fmt(files: Files, path: str, limits: Limits) -> str | None:
    """The story at a path in canonical layout, with its line ends and byte order mark; None where it cannot be read.

    Whether its text may be changed at all is the caller's to judge: a mistake of syntax in it makes lines of one kind
    look like another. Raises OSError where there is no such file.
    """
    source, faults = read_text(
        path, files.read(path, limits.file_bytes + 1), limits.file_bytes, limits.line, limits.lines
    )
    script, mistakes = read_script(source, clips=limits.clips, shots=limits.shots)
    if any(finding.code in UNREADABLE for finding in (*faults, *mistakes)):
        return None
    reading = ScopeReading(files, limits, {path: source}, Bag(), [])
    scope = read_scope(reading, source, script, "", ())
    stories = [read_story(reading, source, script, scope, "")]
    names = [scope.names]
    for variant in scope.variants:  # whose cast may speak where nobody else does
        scope = read_scope(reading, source, script, variant, ())
        stories.append(read_story(reading, source, script, scope, variant))
        names.append(scope.names)
    lines = _lines(source, script, stories, names)
    text = "\n".join(lines).strip("\n")
    if script.front is None and text.partition("\n")[0].rstrip(" \t") == "---" and source.text[:1] in ("\n", " ", "\t"):
        text = "\n" + text  # at the very top this break would open front matter
    elif text.startswith("\ufeff"):
        text = "\n" + text  # at the very top this letter would be a byte order mark
    text = text + "\n" if text else ""
    return source.as_typed(text)


def _lines(source: Source, script: Script, stories: list[Story], names: list[Names]) -> list[str]:
    """All lines of the story; an empty string is a blank line, and no two of them are adjacent."""
    lines: list[str] = []
    if script.front is not None:
        lines.append(front_lines(source, script.front))
    lines += head_lines(source, script.head)
    marks = mark_lines(source, script, stories[0])
    kept = {shot.mark.span.start for scene in stories[0].scenes for shot in scene.shots if shot.mark is not None}
    shots = [shot for story in stories for scene in story.scenes for shot in scene.shots]
    speeches = {speech.span.start for shot in shots for speech in shot.dialogue}
    speeches |= {_line_start(source, field.span.start) for shot in shots for field in shot.fields}
    speeches |= {_line_start(source, shot.picture.line.start) for shot in shots if shot.picture is not None}
    for clip in script.clips:
        if clip.heading is not None:
            lines.append(heading_line(clip.heading))
            lines += head_lines(source, clip.head)
        lead, shots = _merged(clip, kept)
        beats = {shot.row.start for shot in clip.shots if shot.mark.span.start not in kept}
        lines += text_lines(_named(lead, beats))
        for shot in shots:
            lines.append(marks.get(shot.row.start, typed_mark(shot.row)))
            rows, after = (list(shot.rows), []) if shot is not shots[-1] else split_closing(shot, names[0])
            if shot is shots[-1] and any(split_closing(shot, cast)[1] != after for cast in names[1:]):
                lines += [
                    row.text.rstrip() for row in shot.rows
                ]  # it is closing text in one variant, speech in another
                continue
            rows, opened = _opening(list(shot.rows), rows, after)
            lines += body_lines(_named(rows, beats), speeches, closed=bool(opened))
            lines += text_lines(_named([*opened, *after], beats))
    return [line for blank, group in groupby(lines, key=lambda line: line == "") for line in ([""] if blank else group)]


def _line_start(source: Source, offset: int) -> int:
    """Where the first letter stands of the line that an offset is on."""
    number = source.place(offset).line
    line = source.line(number)
    return source.line_start(number) + len(line) - len(line.lstrip())


def _merged(clip: ScriptClip, kept: set[int]) -> tuple[list[Row], list[ScriptShot]]:
    """The shots of a clip, each with the marks below it that name other shots or are text; before them the rest."""
    lead: list[Row] = []
    shots: list[ScriptShot] = []
    for shot in clip.shots:
        if shot.mark.span.start in kept:
            shots.append(shot)
        elif not shots:
            lead += [Row("TEXT", shot.row.start, shot.row.text), *shot.rows]
        else:
            before = shots[-1]
            row = Row("TEXT", shot.row.start, shot.row.text)
            shots[-1] = ScriptShot(before.mark, before.first, (*before.rows, row, *shot.rows), before.row)
    return lead, shots


def _named(rows: list[Row], beats: set[int]) -> list[Row]:
    """The rows with those that are marks of no shot called so."""
    return [Row("BEAT", row.start, row.text) if row.start in beats else row for row in rows] if beats else rows


def _opening(whole: list[Row], rows: list[Row], after: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of a last shot, and what opens its closing text: a break, which is written where a blank line did it.

    Comments right above the closing text stay there: one that ignores a rule speaks of the next line.
    """
    if len(rows) + len(after) < len(whole):
        return rows, [Row("BREAK", whole[len(rows)].start, "---")]
    if not after:
        return rows, []
    last = max(index for index, row in enumerate(rows) if row.kind == "BLANK") + 1
    return rows[:last], [Row("BREAK", after[0].start, "---"), *rows[last:]]
