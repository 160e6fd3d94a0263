"""A heading numbers a shot, but each heading starts a clip, which is paid for by itself.

`### Shot 1: The lamp` is how chat models write a storyboard, with the time on a line below it. In a story a heading
starts a clip, so that each shot would be bought on its own and nothing would cut from one to the next. The fix makes
marks of the headings, with the times that stand below them; it is unsafe, since it changes what is paid for. A heading
that shall start a clip is written `# Clip 1: …`, or `# Scene 1: …`.

Bad:

    ### Shot 1: The lamp
    **Time:** 0-2s
    **Prompt:** A lamp is lit.

    ### Shot 2: The hand
    **Time:** 2-5s
    **Prompt:** A hand reaches in.

Good:

    Shot 1 [0-2s, The lamp] A lamp is lit.
    Shot 2 [2-5s, The hand] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.compiler.layout.fields import word_of
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._headings import Titled, heads, numbered
from storyboard.compiler.rules._marked import without, written
from storyboard.compiler.rules._outline import untimed
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language import words
from storyboard.language.story import Row, ScriptClip, ScriptShot
from storyboard.language.syntax.parser import kind_of, pattern
from storyboard.language.syntax.timekeys import Stated, bracketed, settled, stated, together
from storyboard.patterns import lazy
from storyboard.source import Source

CODE = "SB119"
LEVEL = Level.ERROR
SINCE = "0.1.0"
_BOX = lazy(r"[ \t]*+[-*+•][ \t]++\[[ xX]?\][ \t]++")
_BRACKETS = "[]()（）【】\n"
_LONGEST = 60


class _Shot(msgspec.Struct, frozen=True):
    """A heading that numbers a shot, and the clip that it would start."""

    clip: ScriptClip
    heading: Row
    titled: Titled


def check_story(facts: Facts) -> Iterator[Finding]:
    """One finding for all headings of a story that number shots, where their clips have no marks."""
    source = facts.sources[facts.story.path]
    runs, sections = _runs(facts.story.script.clips)
    shots = [shot for run in runs for shot in run]
    if len(shots) < 2 and all(shot.titled.serial for shot in shots):
        return  # none, or `# Plan B`
    edits = [edit for run in runs for edit in _marks(source, run)]
    edits += [edit for shot in sections for edit in _section(source, shot)]
    first, more = shots[0], len(shots) - 1
    typed = first.heading.text.strip()
    at = first.heading.start + first.heading.text.index(typed)
    what = "it starts a clip that is paid for"
    if more:
        what = f"so {'do' if more > 1 else 'does'} {more} more, and each starts a clip that is paid for"
    yield Finding(
        f"the heading `{typed[:40]}` numbers a shot, {what}",
        source.span(at, at + len(typed)),
        "write the shots as marks, like `Shot 1 [0-3s] …`, or the headings as `# Clip 1: …`",
        label="a clip starts here",
        fix=Fix(Safety.UNSAFE, "make a mark of each heading" if more else "make a mark of the heading", tuple(edits)),
    )


def noticed(facts: Facts) -> frozenset[str] | None:
    """Nothing where no heading numbers a shot; else all words, since one finding speaks of all such headings."""
    return None if any(_runs(facts.story.script.clips)[0]) else frozenset()


def _runs(clips: tuple[ScriptClip, ...]) -> tuple[list[list[_Shot]], list[ScriptShot]]:
    """The headings that number shots, those of one clip together, and the marks that head a part of the film."""
    runs: list[list[_Shot]] = []
    sections: list[ScriptShot] = []
    open_run = False
    for index, clip in enumerate(clips):
        last = clip.shots[-1] if clip.shots else None
        following = clips[index + 1].heading if index + 1 < len(clips) else None
        heading = last is not None and heads(last) and following is not None and numbered(following.text) is not None
        # A heading is read closely where its clip has no marks of its own.
        alone = clip.heading is not None and not clip.shots[: len(clip.shots) - heading]
        titled = numbered(clip.heading.text) if clip.heading is not None and alone else None
        if titled is not None and clip.heading is not None:
            shot = _Shot(clip, clip.heading, titled)
            if open_run:
                runs[-1].append(shot)
            else:
                runs.append([shot])
            open_run = not heading
        else:
            open_run = False
        if heading and last is not None:
            sections.append(last)
    return runs, sections if runs else []


def _marks(source: Source, run: list[_Shot]) -> Iterator[Edit]:
    """The edits that make marks of the headings of one clip."""
    lines = [[(row, time) for row in shot.clip.head if (time := stated(row.text)) is not None] for shot in run]
    known = [together([*(time for _, time in below), shot.titled.time]) for shot, below in zip(run, lines, strict=True)]
    for place, (shot, below, time) in enumerate(zip(run, lines, settled(known), strict=True), start=1):
        row = shot.heading
        line, title = _line(shot.titled, time, place)
        stays = bool(title) and not time.length and time.end is None
        yield Edit(source.span(row.start, row.start + len(row.text)), line)
        yield from (without(source, stating) for stating, _ in below)
        stated_rows = {stating.start for stating, _ in below}
        rows = [row for row in shot.clip.head if row.start not in stated_rows]
        yield from _body(source, rows, words_first=stays, indents=shot is run[-1] and not shot.clip.shots)


def _line(titled: Titled, time: Stated, place: int) -> tuple[str, str]:
    """The line of a mark, and the title where it stands behind the bracket as the shot's first words."""
    title = titled.title
    inside = title if len(title) <= _LONGEST and not any(letter in _BRACKETS for letter in title) else ""
    number = titled.number or place
    bracket = bracketed(time, inside)
    text = "" if bracket and inside else title
    return written(titled.name(place), number, bracket, text), text


def _body(source: Source, rows: list[Row], *, words_first: bool, indents: bool) -> Iterator[Edit]:
    """The edits in what stands below a heading: `Prompt:` and checkboxes go, later paragraphs stay in the last shot.

    Behind a blank line unindented text would close the clip (`indents`), once the shot has words (`words_first`).
    """
    said, blank = words_first, False
    for row in rows:
        if row.kind == "BLANK":
            blank = True
        elif row.kind in ("TEXT", "PAIR", "SETTING", "FIELD"):
            drops = _lead(row.text)
            deeper = "  " if indents and blank and said and not row.text[:1].isspace() else ""
            if drops or deeper:
                yield Edit(source.span(row.start, row.start + drops), deeper)
            said = True


def _lead(line: str) -> int:
    """How much at a line's start says nothing about the shot: a checkbox, and a key such as `Prompt:`."""
    box = _BOX.match(line)
    at = box.end() if box is not None else 0
    match = pattern("PAIR").match(line[at:])
    if match is None or word_of(Row("PAIR", 0, line[at:])) not in words.lookup("wholes"):
        return at
    value = match[4]
    return at + match.start(4) + len(value) - len(value.lstrip(" \t*_"))


def _section(source: Source, shot: ScriptShot) -> Iterator[Edit]:
    """The edit that makes a plain heading of a mark that heads a part of the film."""
    row, line = shot.row, untimed(shot)
    if shot.mark.time_span is not None and kind_of(line) == "HEADING":
        yield Edit(source.span(row.start, row.start + len(row.text)), line)
