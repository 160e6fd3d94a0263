"""What was found in a text, after an edit of a stretch of it: places behind it move, those in it are gone."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from storyboard.diagnostics import Edit, Finding, Fix, Note
from storyboard.language.story import Ignore
from storyboard.source import Span


def common(old: str, new: str) -> tuple[int, int]:
    """Where two texts begin to differ, and where in the old one they cease to; the ends do not overlap."""
    most = min(len(old), len(new))
    first = _agree(most, lambda length: old[:length] == new[:length])
    back = _agree(most - first, lambda length: old[len(old) - length :] == new[len(new) - length :])
    return first, len(old) - back


def _agree(most: int, same: Callable[[int], bool]) -> int:
    """The greatest length up to `most` at which both are the same; each comparison is of memory alone."""
    if same(most):
        return most
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if same(middle) else (low, middle)
    return low


class Moved(msgspec.Struct, frozen=True):
    """An edit of the stretch from `start` to `end` of a file, which is longer `by` so many characters after it."""

    path: str
    start: int
    end: int
    by: int

    def inside(self, span: Span) -> bool:
        """Whether a place lies in the stretch, and counts no more."""
        return span.path == self.path and self.start <= span.start and span.end <= self.end and not self._behind(span)

    def _behind(self, span: Span) -> bool:
        """Whether a place lies behind the stretch, as the next clip's heading right at its end."""
        return span.path == self.path and span.start >= self.end and span.end > self.end

    def span(self, span: Span) -> Span | None:
        """The same place after the edit; None for one that touches the stretch."""
        if span.path != self.path or span.end <= self.start:
            return span
        if span.start >= self.end:
            return Span(span.path, span.start + self.by, span.end + self.by)
        return None

    def finding(self, finding: Finding) -> Finding | None:
        """The same finding after the edit; None where one of its places touches the stretch."""
        places = [finding.span, *(note.span for note in finding.related)]
        places += [edit.span for edit in finding.fix.edits] if finding.fix is not None else []
        if all(span.path != self.path or span.end <= self.start for span in places):
            return finding
        moved = [self.span(span) for span in places]
        spans = [span for span in moved if span is not None]
        if len(spans) < len(places):
            return None
        notes = tuple(Note(note.message, span) for note, span in zip(finding.related, spans[1:], strict=False))
        fix = finding.fix
        if fix is not None:
            behind = spans[1 + len(notes) :]
            edits = tuple(Edit(span, edit.text) for edit, span in zip(fix.edits, behind, strict=True))
            fix = Fix(fix.safety, fix.title, edits)
        return replace(finding, span=spans[0], related=notes, fix=fix)

    def ignore(self, ignore: Ignore, lines: int) -> Ignore | None:
        """The same comment after an edit that adds so many lines; None for one in the stretch."""
        span = self.span(ignore.span)
        if span is None or span is ignore.span:
            return span and ignore
        by = self.by
        rules = tuple((name, Span(place.path, place.start + by, place.end + by)) for name, place in ignore.rules)
        return Ignore(rules, ignore.line + lines if ignore.line else 0, span)
