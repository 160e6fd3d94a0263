"""What the rules about settings share: edits that write, change and delete a setting."""

from __future__ import annotations

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit
from storyboard.language.story import Clip, Setting
from storyboard.patterns import lazy
from storyboard.source import Source

_NUMBER = lazy(r"[0-9]++(?:\.[0-9]++)?")


def in_force(key: str, facts: Facts) -> Setting | None:
    """The story's setting of a key, a variant's before the story's own."""
    return facts.story.overrides.get(key, facts.story.settings.get(key))


def value_edit(setting: Setting, value: str, facts: Facts) -> Edit:
    """The edit that gives a setting another value; of `10 seconds` only the number is replaced by a number."""
    source = facts.sources[setting.span.path]
    match = _NUMBER.search(source.text, setting.span.start, setting.span.end) if value[:1].isdigit() else None
    return Edit(source.span(*match.span()) if match else setting.span, value)


def line_edit(line: str, facts: Facts, clip: Clip | None = None) -> tuple[Edit, ...]:
    """The edit that puts a setting's line below the clip's heading, or among the story's settings; () where it cannot.

    Lines that are indented below the new one would become part of its value.
    """
    script, source = facts.story.script, facts.sources[facts.story.path]
    if clip is not None and clip.heading is not None and clip.heading.path == source.path:
        number = source.place(clip.heading.start).line + 1
        at = source.line_start(number) if number <= source.line_count else len(source.text)
    elif script.front is not None:
        at = script.front.start + script.front.text.rstrip("\n").rfind("\n") + 1
        return (Edit(source.span(at, at), f"{line}\n"),)
    else:
        # Below the comments at the top: one that holds for the whole file must stay above everything.
        rows = (row for row in script.head if row.kind not in ("COMMENT", "BLANK"))
        row = next(rows, None)
        at = row.start if row is not None else _first(facts)
    return () if _indented(source, at) else (Edit(source.span(at, at), f"{line}\n"),)


def _first(facts: Facts) -> int:
    """Where the line of the story's first heading or shot starts."""
    clip = facts.story.script.clips[0]
    return clip.heading.start if clip.heading is not None else clip.shots[0].row.start if clip.shots else 0


def _indented(source: Source, at: int) -> bool:
    rest = source.text[at : at + 4096].lstrip("\n")
    return rest[:1] in (" ", "\t")


def without(setting: Setting, facts: Facts) -> tuple[Edit, ...]:
    """The edit that deletes a setting's line, or () where it shares its line or is all that its block may hold."""
    source = facts.sources[setting.key_span.path]
    line = source.place(setting.key_span.start).line
    start = source.line_start(line)
    if source.text[start : setting.key_span.start] or source.place(setting.span.end).line != line:
        return ()
    return (Edit(source.span(start, min(start + len(source.line(line)) + 1, len(source.text))), ""),)
