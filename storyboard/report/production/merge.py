"""Several reports of builds as one: what the shares of a film came to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from storyboard.records import OtherSchema, decoded, schema_of
from storyboard.records.build import Build, BuiltClip, BuiltFilm
from storyboard.report.data.junit_xml import Case, document
from storyboard.timing import micro, money_number

MOST_BYTES = 64 * 1024 * 1024
# Of two that disagree about a clip or film the one that knows more is right: that it is here, then that money may be
# gone, that the host makes it, then that it was tried.
KNOWN = ("done", "cached", "unknown", "running", "failed", "refused", "lacking")
_T = TypeVar("_T", bound="BuiltClip | BuiltFilm")


class NoReport(Exception):
    """A file holds no report of a build; the text says what is wrong with it."""


def read(data: bytes) -> Build:
    """The report that a file holds. Raises NoReport."""
    if len(data) > MOST_BYTES:
        raise NoReport(f"it has more than {MOST_BYTES // 1024 // 1024} MB")
    try:
        return decoded(data, Build)
    except OtherSchema as error:
        raise NoReport(f"{error}, and `{schema_of(Build)}` is merged") from error
    except msgspec.DecodeError as error:
        raise NoReport(str(error)) from error


def merge(reports: Sequence[Build]) -> Build:
    """All that the reports say, each clip, film and story once, by story and place; of two the one that knows more.

    Other words are another clip, and what one report names twice is of two projects: neither stands for the other.
    What was spent is the sum over all clips that were made, each job of the host once.
    """
    clips: dict[tuple[str, int, str, int, str, int], BuiltClip] = {}
    films: dict[tuple[str, str, str, int], BuiltFilm] = {}
    spent: dict[tuple[object, ...], int] = {}
    for report in reports:
        for clip, number in _numbered(report.clips, _place):
            place = (*_place(clip), number)
            clips[place] = _better(clips.get(place), clip)
            if clip.state == "done":
                spent[(*place, clip.request_id)] = micro(clip.price_usd)
        whole = {(film.story, film.variant) for other in reports if other is not report for film in _whole(other)}
        whole -= {(film.story, film.variant) for film in _whole(report)}
        for film, number in _numbered(report.films, _name):
            # What one share lacks another has joined.
            if film.path is not None or (film.story, film.variant) not in whole:
                name = (*_name(film), number)
                films[name] = _better(films.get(name), film)
    stories = {story.story: story for report in reports for story in report.stories}
    return Build(
        clips=tuple(clips[place] for place in sorted(clips)),
        films=tuple(films[name] for name in sorted(films)),
        stories=tuple(stories[name] for name in sorted(stories)),
        total_usd=money_number(sum(spent.values())),
        consent=next((report.consent for report in reports if report.consent is not None), None),
    )


def _place(clip: BuiltClip) -> tuple[str, int, str, int, str]:
    return clip.story, clip.clip.index, clip.variant, clip.take, clip.request_sha256


def _name(film: BuiltFilm) -> tuple[str, str, str]:
    return film.story, film.variant, film.path or ""


def _whole(report: Build) -> Iterator[BuiltFilm]:
    return (film for film in report.films if film.path is not None)


def _numbered(rows: Iterable[_T], name: Callable[[_T], object]) -> Iterator[tuple[_T, int]]:
    """Each row with how many of the same name one report has before it."""
    seen = Counter[object]()
    for row in rows:
        yield row, seen[name(row)]
        seen[name(row)] += 1


def _better(known: _T | None, other: _T) -> _T:
    return other if known is None or _rank(other.state) < _rank(known.state) else known


def _rank(state: str) -> int:
    return KNOWN.index(state)


def as_junit(report: Build) -> str:
    """The report as a build writes it for CI servers; how long each clip took is not in a report, and is 0."""
    suites: dict[str, list[Case]] = {
        story.story: [Case("check", kind="failure", message=story.reason)] for story in report.stories
    }
    for clip in report.clips:
        words = f"clip {clip.clip.index}: {clip.clip.title or clip.clip.slug}"
        words += f", take {clip.take}" if clip.take > 1 else ""
        suites.setdefault(_named(clip), []).append(_case(words, clip))
    for film in report.films:
        suites.setdefault(_named(film), []).append(_case("film", film))
    return document("storyc build", tuple(suites.items()))


def _named(row: BuiltClip | BuiltFilm) -> str:
    return row.story + (f" ({row.variant})" if row.variant else "")


def _case(words: str, row: BuiltClip | BuiltFilm) -> Case:
    good = row.state in ("done", "cached") and not (
        isinstance(row, BuiltClip) and (row.off_spec or row.overcharged_usd)
    )
    kind = "" if good else {"lacking": "skipped", "running": "error"}.get(row.state, "failure")
    return Case(words, kind=kind, message=row.reason)


def summary(report: Build) -> Iterable[tuple[str, int]]:
    """How many clips are in each state, the best known first."""
    states = [clip.state for clip in report.clips]
    return [(state, states.count(state)) for state in sorted(set(states), key=_rank)]
