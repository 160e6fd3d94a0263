"""What was ordered by an attempt, and the look at what came for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from storyboard.compiler.request import size_of
from storyboard.config import HostSettings
from storyboard.film.delivery import Arrival, ClipShape
from storyboard.ledger.records import Attempt
from storyboard.production.purchase.records import Polling, WaitTerms
from storyboard.profiles import Profile, ProfileError, asked_of, load
from storyboard.source import Files

_TIMES = 3
_SOON = 0.05  # seconds between two questions, at the least


def examiner(files: Files) -> Callable[[Path, Attempt], Arrival]:
    """A function that looks at a file that came for an attempt; without the extra `video` it measures nothing."""

    def examine(path: Path, attempt: Attempt) -> Arrival:
        try:
            from storyboard.film.examine import examine as examined
        except ImportError:
            return Arrival()
        return examined(path, ordered(attempt, files))

    return examine


def unusable(path: Path) -> str:
    """Why a file is no clip that plays, empty where it is one, or where the extra `video` is missing."""
    try:
        from storyboard.film.examine import examine as examined
    except ImportError:
        return ""
    return examined(path, ClipShape(0)).spoilt


def ordered(attempt: Attempt, files: Files) -> ClipShape:
    """What the clip of an attempt is to be; of a profile that is not there any more only the length is known."""
    profile = next(known_profiles([attempt.profile], files), None)
    if profile is None:
        return ClipShape(attempt.seconds * 1000)
    size = size_of(profile, attempt.body, attempt.op, attempt.take).replace("*", "x")
    return ClipShape(attempt.seconds * 1000, size, profile.fps, profile.sounds)


def asked_for(attempt: Attempt, files: Files) -> str:
    """What the host's history is asked for to find the job of an attempt: the route that it was sent to."""
    profile = next(known_profiles([attempt.profile], files), None)
    size = "" if profile is None else size_of(profile, attempt.body, attempt.op, attempt.take)
    return asked_of(attempt.profile, files) if profile is None or not size else profile.route_of(size)


def patience(settings: HostSettings, profiles: Iterable[Profile], usual: float) -> float:
    """The seconds for which a job is waited for: as set, else three times what is usual of the models, or the host."""
    times = [float(profile.time.typical) for profile in profiles if profile.time is not None]
    return _TIMES * max(times, default=usual) if settings.patience is None else float(settings.patience)


def paced(polling: Polling, settings: HostSettings, pace: float | None) -> Polling:
    """When an emulator is asked that has told how many seconds a generation takes there; else what is asked as ever."""
    if pace is None:
        return polling
    longer = max(polling.patience, _TIMES * pace) if settings.patience is None else polling.patience
    return msgspec.structs.replace(
        polling,
        lead=min(polling.lead, pace / 2),
        first=min(polling.first, max(pace / 4, _SOON)),
        most=min(polling.most, max(pace / 2, _SOON)),
        patience=longer,
    )


def shortened(polling: Polling, waiting: WaitTerms) -> Polling:
    """When a host is asked by a run that waits no longer than it was told to."""
    polling = msgspec.structs.replace(polling, terms=waiting)
    return msgspec.structs.replace(polling, lead=0.0, first=0.0) if polling.is_brief else polling


def known_profiles(names: Iterable[str], files: Files) -> Iterator[Profile]:
    """The profiles of these names that are still there."""
    for name in names:
        with suppress(ProfileError):
            yield load(name, files)
