"""What a build did, for programs: `--report` as JSON, or as JUnit's XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from storyboard.production.files.paths import from_root
from storyboard.production.records import Built, Step
from storyboard.records import as_text
from storyboard.records.build import Build, BuiltClip, BuiltFilm, FaultyStory
from storyboard.records.clip import ClipRef
from storyboard.report.data.junit_xml import Case, document
from storyboard.timing import money_number

# A plan's words: what did not have to be made was in the cache. Of a film some, and of a clip others.
_STATES: dict[str, Any] = {
    "done": "done", "kept": "cached", "failed": "failed", "refused": "refused", "written": "refused",
    "unknown": "unknown", "running": "running", "left": "failed", "lacking": "lacking",
}  # fmt: skip
_NOT_REACHED = Step("failed", reason="it was not reached")


def as_json(built: Sequence[Built]) -> str:
    """One `storyc.build/1`; a row a request, so that the takes of a clip, drawn once, share their path."""
    steps = [step for project in built for step in project.steps]
    spent = sum(step.spent for step in steps)
    return as_text(
        Build(
            clips=tuple(row for project in built for row in _clips(project)),
            films=tuple(row for project in built for row in _films(project)),
            stories=tuple(FaultyStory(story, "failed", why) for project in built for story, why in project.faulty),
            total_usd=money_number(spent),
            consent=next((project.consent for project in built if project.consent is not None), None),
        )
    )


def _clips(project: Built) -> Iterator[BuiltClip]:
    steps = {step.place: step for step in project.steps}
    for film in project.films:
        lengths = {clip.index: (clip.duration or 0) / 1000 for clip in film.clips}
        for request in film.requests:
            place = (film.story, film.variant, request.clip.index)
            step = steps.get((*place, request.take)) or steps.get((*place, 0)) or _NOT_REACHED
            yield BuiltClip(
                story=film.story,
                clip=request.clip,
                variant=film.variant,
                take=request.take,
                state=_state(step),
                price_usd=money_number(step.price),
                seed=request.seed,
                request_sha256=request.sha256,
                seconds=lengths[request.clip.index],
                reason=_reason(step),
                request_id=step.request_id,
                path=_path(project.root, step),
                off_spec=step.off_spec,
                cost_known=step.cost_known,
                overcharged_usd=money_number(step.overcharged),
            )


def _films(project: Built) -> Iterator[BuiltFilm]:
    steps = {step.place: step for step in project.steps}
    for film in project.films:
        # A film with cards for what is not paid for is take 0, one of paid clips take 1.
        for step in (steps.get((film.story, film.variant, 0, take)) for take in (1, 0)):
            if step is not None:
                path = _path(project.root, step)
                yield BuiltFilm(film.story, film.variant, _STATES[step.state], step.reason, path, step.ms / 1000)


def _state(step: Step) -> Any:
    """A step's state as a plan would call it: what the host still makes is paid for, and has not failed."""
    is_begun = step.attempt or step.request_id
    if step.state == "left" and is_begun and step.cause in ("", "later"):
        return "running"
    return "refused" if step.cause == "later" and step.state == "left" else _STATES[step.state]


def _reason(step: Step) -> str:
    return "the extra `video` is not installed" if step.state == "written" else step.reason


def _path(root: Path, step: Step) -> str | None:
    return from_root(root, step.path) if step.path is not None and step.state in ("done", "kept") else None


def as_junit(built: Sequence[Built]) -> str:
    """A test suite a film, a test case a clip and one for the film; a story with errors is a suite that failed."""
    suites: list[tuple[str, list[Case]]] = []
    for project in built:
        # Stories of several projects may bear one name.
        place = f"{project.root.name}/" if len({other.root for other in built}) > 1 else ""
        for story, reason in project.faulty:
            suites.append((f"{place}{story}", [Case("check", kind="failure", message=reason)]))
        by: dict[tuple[str, str], list[Step]] = {}
        for step in project.steps:
            by.setdefault((step.story, step.variant), []).append(step)
        for film in project.films:
            name = f"{place}{film.story}" + (f" ({film.variant})" if film.variant else "")
            titles = {request.clip.index: request.clip for request in film.requests}
            steps = by.get((film.story, film.variant), [])
            suites.append((name, [_case(step, titles.get(step.clip)) for step in steps]))
    return document("storyc build", suites)


def _case(step: Step, clip: ClipRef | None) -> Case:
    words = "film" if not step.clip else f"clip {step.clip}"
    words += f": {clip.title or clip.slug}" if clip is not None else ""
    words += f", take {step.take}" if step.take > 1 else ""
    kind = (
        "skipped"
        if step.state in ("lacking", "written")
        else ""
        if step.state in ("done", "kept") and not step.off_spec and not step.overcharged
        else "error"
        if _state(step) == "running"
        else "failure"
    )
    return Case(words, step.took, kind, _reason(step))


FORMATS: dict[str, Callable[[Sequence[Built]], str]] = {".json": as_json, ".xml": as_junit}
