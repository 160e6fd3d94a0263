"""A line right above shots looks like a heading, but has no blank behind its `#`.

`#The forge` is text, as `#cinematic` is, and starts no clip: the shots below it belong to the clip above. The fix puts
the blank; it is unsafe, since a heading starts a clip that is paid for. Nor is a `#` alone a heading: it is sent as it
stands.

Bad:

    # The lamp
    Shot 1 [0-5s] A lamp is lit.
    #The forge
    Shot 2 [5-10s] A hand reaches in.

Good:

    # The lamp
    Shot 1 [0-5s] A lamp is lit.
    # The forge
    Shot 1 [0-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._headings import unspaced
from storyboard.compiler.rules._outline import outlines
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Row
from storyboard.patterns import lazy
from storyboard.source import Source

CODE = "SB122"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
_ALONE = lazy(r"(?m)^[ \t]*+(#{1,6}+)[ \t]*+$")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The lines right above a shot that are headings but for their blank, and those without a title anywhere."""
    source = facts.sources[facts.story.path]
    script = facts.story.script
    yield from _untitled(facts, source)
    blocks = [script.head]
    for clip in script.clips:
        blocks.append(clip.head)
        blocks += [shot.rows for shot in clip.shots[:-1]]
        if not clip.shots:
            blocks.pop()
    if not (script.clips[0].shots and script.clips[0].heading is None):
        blocks.pop(0)
    titles = [(row, end, unspaced(row.text)) for row, end in map(_title, blocks) if row is not None]
    if not any(match for _, _, match in titles):
        return
    # Of shots that begin anew clip-without-heading speaks.
    outlined = {row.start for _, rows in outlines(script) for row in rows}
    for row, end, match in titles:
        if match is None or row.start in outlined:
            continue
        at = row.start + match.end(1)
        # Settings below the title become the new clip's: while this edit covers them, no other one moves them.
        edit = Edit(source.span(at, max(at, end)), f" {source.text[at : max(at, end)]}")
        typed = row.text.strip()
        yield Finding(
            f"`{typed[:40]}` is text, a heading has a blank behind its `{match[1]}`",
            source.span(row.start + match.start(1), row.start + len(row.text.rstrip())),
            f"write `{match[1]} {match[2].strip()[:40]}`, or `\\{match[1]}` if it is text",
            label="no clip starts here",
            fix=Fix(Safety.UNSAFE, "put the blank, which starts a clip", (edit,)),
        )


def _untitled(facts: Facts, source: Source) -> Iterator[Finding]:
    """The lines of `#` alone that are sent as words."""
    alone = [
        (at + match.start(1), at + match.end(1))
        for file, text, at in facts.texts()
        if file is source
        for match in _ALONE.finditer(text)
    ]
    # Few stories have such a line.
    pieces = (piece for text in facts.story.texts() for piece in text.pieces) if alone else ()
    sent = [piece.span for piece in pieces if piece.kind == "words" and "#" in piece.text]
    for start, end in alone:
        if any(span.path == source.path and span.start <= start and end <= span.end for span in sent):
            yield Finding(
                f"`{source.text[start:end]}` has no title, so it is no heading and is sent as words",
                source.span(start, end),
                "write its title behind it, as in `# The lamp`, which starts a clip, or delete the line",
            )


def _title(rows: tuple[Row, ...]) -> tuple[Row | None, int]:
    """The last line of words before a shot, and where the settings below it end (0 where there are none)."""
    end = 0
    for row in reversed(rows):
        if row.kind in ("TEXT", "PAIR"):
            return row, end
        if row.kind == "SETTING":
            end = end or row.start + len(row.text)
        elif row.kind not in ("BLANK", "COMMENT", "BREAK"):
            break
    return None, 0
