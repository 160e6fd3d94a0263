"""The label of a shot is a slip away from that of the other shots.

`Shto 2: A hand` is no mark, so the shot is sent as words of the one before, and no time is planned for it. Beside a
time in brackets any word with a number is a mark, `Shto 2 [3-5s]`: it is read, and the slip stays in the file. The
other shots say what a label is called here; where they have none, every label that storyc knows counts.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shto 2 [3-5s] A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety, one_slip
from storyboard.language import words
from storyboard.language.story import ScriptClip, ScriptShot
from storyboard.patterns import lazy
from storyboard.source import Source

CODE = "SB135"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB117",)
_LEAST = 4  # letters of a label: of shorter ones too many words are one letter away
_NUMBERED = lazy(r"[ \t]*+([^\W\d_]{3,16})[ \t]*+([0-9]{1,3})[ \t]*+[:：.|–—]")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The labels that are no label, and the numbered lines that are no mark, for the sake of one letter."""
    source = facts.sources[facts.story.script.path]
    for clip in facts.story.script.clips:
        labels = _labels(clip)
        for shot in clip.shots:
            mark, label = shot.mark, shot.mark.label_span
            name = _near(mark.label, labels) if mark.words_only and label is not None else ""
            if name and label is not None:
                yield Finding(
                    f"`{mark.label}` begins a shot, other shots begin with `{name}`",
                    label,
                    f"write `{name}`",
                    fix=Fix(Safety.UNSAFE, f"write `{name}`", (Edit(label, name),)),
                )
            yield from _unread(source, shot, labels)


def _unread(source: Source, shot: ScriptShot, labels: list[str]) -> Iterator[Finding]:
    number = shot.mark.number
    for row in shot.rows:
        if number is None or str(number + 1) not in row.text:  # nearly none of them goes on counting
            continue
        match = _NUMBERED.match(row.text)
        if match is None or int(match[2]) != number + 1:
            continue
        name = _near(match[1], labels)
        if name:
            number += 1
            span = source.span(row.start + match.start(1), row.start + match.end(1))
            taken = f"`{match[1]} {match[2]}` is taken as words of shot {shot.mark.number}"
            yield Finding(
                f"{taken}, shots begin with `{name}` here",
                span,
                f"write `{name} {match[2]}`, or `\\{match[1]}` if it is text",
                fix=Fix(Safety.UNSAFE, f"write `{name}`", (Edit(span, name),)),
            )


def _labels(clip: ScriptClip) -> list[str]:
    """The labels of a clip's shots as they are written; where none of them has one, those of all languages."""
    written = dict.fromkeys(shot.mark.label for shot in clip.shots if shot.mark.label and not shot.mark.words_only)
    bare = any(not shot.mark.label for shot in clip.shots)
    return [*written] or ([word.title() for word in words.of("shots", "parts")] if bare else [])


def _near(word: str, labels: list[str]) -> str:
    folded = words.fold(word)
    names = (label for label in labels if len(label) >= _LEAST and one_slip(folded, words.fold(label)))
    return "" if folded in words.known("shots", "parts") else next(names, "")
