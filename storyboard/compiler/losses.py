"""Findings → losses: all that a model cannot do of a story, by place, with the words and numbers that are lost.

A loss is a finding of a rule, so that rules and losses are one truth.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from storyboard.compiler import rules
from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Bag, Level, LostPart
from storyboard.language.story import Clip
from storyboard.profiles import Profile, price
from storyboard.source import Place, Source, Span, places
from storyboard.system.secrets import clean

if TYPE_CHECKING:
    from storyboard.records.losses import LossRecord


class Loss(msgspec.Struct, frozen=True):
    """What a model cannot do of a story: how grave that is, the code of its rule, where it stands, and what is lost.

    `clips` are the numbers of the clips of the `variant` that lose it. Lines and columns count from 1.
    """

    lost: LostPart
    weight: Level
    code: str
    message: str
    help: str
    span: Span
    start: Place
    end: Place
    variant: str
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
        start, end = places(finding.span, sources)
        listed.append(
            Loss(
                lost,
                finding.level or by_code[finding.code].level,
                finding.code,
                finding.message,
                finding.help,
                finding.span,
                start,
                end,
                facts.story.variant,
                tuple(sorted(clips or by_clip.indexes(finding))) or every,
            )
        )
    return sorted(listed, key=lambda loss: (loss.span.path, loss.span.start, loss.code, loss.clips))


def paid_seconds(clip: Clip, profile: Profile) -> int | None:
    """The seconds of a clip that are paid for, None where its length is none of the model's."""
    length = clip.duration or 0
    return length // 1000 if length % 1000 == 0 and length // 1000 in profile.duration.allowed else None


def take_price(clip: Clip, profile: Profile, lost: Iterable[Loss]) -> int | None:
    """What a take of a clip costs in micro-dollars, None where the model has no such length or, as is `lost`, size."""
    seconds = paid_seconds(clip, profile)
    sized = clip.size in profile.size.allowed and all(
        loss.lost.what != "size" for loss in lost if clip.index in loss.clips
    )
    return price(profile, clip.size, seconds) if seconds is not None and sized else None


def loss_record(loss: Loss) -> LossRecord:
    """A loss as it is written."""
    from storyboard.records.losses import LossRecord

    return LossRecord(
        what=loss.lost.what,
        weight="error" if loss.weight is Level.ERROR else "warning",
        code=loss.code,
        message=clean(loss.message),
        path=clean(loss.span.path),
        line=loss.start.line,
        column=loss.start.column,
        end_line=loss.end.line,
        end_column=loss.end.column,
        help=clean(loss.help),
        words=clean(loss.lost.words),
        shots=loss.lost.shots,
    )
