"""Findings → losses: all that a model cannot do of a story, by place, with the words and numbers that are lost.

A loss is a finding of a rule, so that rules and losses are one truth.
"""

from __future__ import annotations

import msgspec

from storyboard.compiler import rules
from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Bag, Level, LostPart
from storyboard.source import Source, Span


class Loss(msgspec.Struct, frozen=True):
    """What a model cannot do of a story: how grave that is, the code of its rule, where it stands, and what is lost.

    `clips` are the numbers of the clips that lose it, in one variant. `line` and `column` count from 1.
    """

    lost: LostPart
    weight: Level
    code: str
    message: str
    help: str
    span: Span
    line: int
    column: int
    clips: tuple[int, ...]


def losses(bag: Bag, facts: Facts, sources: dict[str, Source]) -> list[Loss]:
    """All that the model cannot do of a story, by place; an error where it makes no such clip, else a warning.

    What stands above all clips is lost by each of them.
    """
    limits = [(finding, finding.lost) for finding in bag if finding.lost is not None]
    if not limits:
        return []
    by_code, by_clip = rules.by_code(), rules.ByClip(facts.clips, ())
    every = tuple(clip.index for clip in facts.clips)
    listed: list[Loss] = []
    for finding, lost in limits:
        clips = [clip for clip in bag.clips(finding) if clip]
        place = sources[finding.span.path].place(finding.span.start)
        listed.append(
            Loss(
                lost,
                finding.level or by_code[finding.code].level,
                finding.code,
                finding.message,
                finding.help,
                finding.span,
                place.line,
                place.column,
                tuple(sorted(clips or by_clip.indexes(finding))) or every,
            )
        )
    return sorted(listed, key=lambda loss: (loss.span.path, loss.span.start, loss.code, loss.clips))
