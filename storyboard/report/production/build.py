"""What a build did, for programs: `--report` as JSON, or as JUnit's XML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from storyboard.compiler.request import ClipRef
from storyboard.production.files.paths import from_root
from storyboard.production.records import Built, Film, Place, Step
from storyboard.report.data.junit_xml import Case, document
from storyboard.timing import money_number

SCHEMA = "storyc.build/1"
# A plan's words: what did not have to be made was in the cache.
_STATES = {
    "done": "done", "kept": "cached", "failed": "failed", "refused": "refused", "written": "refused",
    "unknown": "unknown", "left": "failed",
}  # fmt: skip


_NOT_REACHED = Step("failed", reason="it was not reached")


def as_json(built: Sequence[Built]) -> str:
    """One `storyc.build/1`; a row a request, so that the takes of a clip, drawn once, share their path."""
    clips: list[dict[str, Any]] = []
    films: list[dict[str, Any]] = []
    stories: list[dict[str, Any]] = []
    for each in built:
        found = {step.place: step for step in each.steps}
        stories += [{"story": story, "state": "failed", "reason": reason} for story, reason in each.faulty]
        for film in each.films:
            clips += _rows(each.root, film, found)
            # A film with cards for what is not paid for is take 0, one of paid clips take 1.
            for whole in (found.get((film.story, film.variant, 0, take)) for take in (1, 0)):
                if whole is not None:
                    films.append(
                        {
                            "story": film.story,
                            "variant": film.variant,
                            "state": _STATES.get(whole.state, whole.state),
                            "reason": whole.reason,
                            "path": _path(each.root, whole),
                            "seconds": whole.ms / 1000,
                        }
                    )
    spent = sum(step.price for each in built for step in each.steps if step.take and step.clip and step.state == "done")
    total = money_number(spent)
    record = {"schema": SCHEMA, "clips": clips, "films": films, "stories": stories, "total_usd": total}
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode("utf-8") + "\n"


def _rows(root: Path, film: Film, found: dict[Place, Step]) -> list[dict[str, Any]]:
    lengths = {clip.index: (clip.duration or 0) / 1000 for clip in film.clips}
    rows: list[dict[str, Any]] = []
    for request in film.requests:
        place = (film.story, film.variant, request.clip.index)
        step = found.get((*place, request.take)) or found.get((*place, 0)) or _NOT_REACHED
        rows.append(
            {
                "story": film.story,
                "clip": msgspec.to_builtins(request.clip),
                "variant": film.variant,
                "take": request.take,
                "state": _STATES.get(step.state, step.state),
                "price_usd": money_number(step.price),
                "seed": request.fields.get("seed"),
                "request_sha256": request.sha256,
                "seconds": lengths[request.clip.index],
                "reason": _reason(step),
                "request_id": step.request_id,
                "path": _path(root, step),
            }
        )
    return rows


def _reason(step: Step) -> str:
    return "the extra `video` is not installed" if step.state == "written" else step.reason


def _path(root: Path, step: Step) -> str | None:
    return from_root(root, step.path) if step.path is not None and step.state in ("done", "kept") else None


def as_junit(built: Sequence[Built]) -> str:
    """A test suite a film, a test case a clip and one for the film; a story with errors is a suite that failed."""
    suites: list[tuple[str, list[Case]]] = []
    for each in built:
        for story, reason in each.faulty:
            suites.append((story, [Case("check", kind="failure", message=reason)]))
        by: dict[tuple[str, str], list[Step]] = {}
        for step in each.steps:
            by.setdefault((step.story, step.variant), []).append(step)
        for film in each.films:
            name = film.story + (f" ({film.variant})" if film.variant else "")
            titles = {request.clip.index: request.clip for request in film.requests}
            steps = by.get((film.story, film.variant), [])
            suites.append((name, [_case(step, titles.get(step.clip)) for step in steps]))
    return document("storyc build", suites)


def _case(step: Step, clip: ClipRef | None) -> Case:
    words = "film" if not step.clip else f"clip {step.clip}"
    words += f": {clip.title or clip.slug}" if clip is not None else ""
    words += f", take {step.take}" if step.take > 1 else ""
    kind = "skipped" if step.state in ("lacking", "written") else "" if step.state in ("done", "kept") else "failure"
    return Case(words, step.took, kind, _reason(step))


FORMATS: dict[str, Callable[[Sequence[Built]], str]] = {".json": as_json, ".xml": as_junit}
