"""What a build did, for programs: `--report` as JSON, or as JUnit's XML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from storyboard.build.names import from_root
from storyboard.build.records import Film, Step

SCHEMA = "storyc.build/1"
# A plan's words: what did not have to be drawn was in the cache.
_STATES = {"done": "done", "kept": "cached", "failed": "failed", "refused": "refused", "written": "refused"}


class Built(msgspec.Struct, frozen=True):
    """A project that was built: its root, its films, their last steps, and the stories that could not be compiled."""

    root: Path
    films: tuple[Film, ...]
    steps: tuple[Step, ...]
    faulty: tuple[tuple[str, str], ...] = ()


def as_json(built: Sequence[Built]) -> str:
    """One `storyc.build/1`; a row a request, so that the takes of a clip, drawn once, share their path."""
    clips: list[dict[str, Any]] = []
    films: list[dict[str, Any]] = []
    stories: list[dict[str, Any]] = []
    for each in built:
        found = {(step.story, step.variant, step.clip): step for step in each.steps}
        stories += [{"story": story, "state": "failed", "reason": reason} for story, reason in each.faulty]
        for film in each.films:
            clips += _rows(each.root, film, found)
            whole = found.get((film.story, film.variant, 0))
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
    record = {"schema": SCHEMA, "clips": clips, "films": films, "stories": stories, "total_usd": 0}
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode("utf-8") + "\n"


def _rows(root: Path, film: Film, found: dict[tuple[str, str, int], Step]) -> list[dict[str, Any]]:
    lengths = {clip.index: (clip.duration or 0) / 1000 for clip in film.clips}
    rows: list[dict[str, Any]] = []
    for request in film.requests:
        step = found.get((film.story, film.variant, request.clip.index), Step("failed", reason="it was not reached"))
        rows.append(
            {
                "story": film.story,
                "clip": msgspec.to_builtins(request.clip),
                "variant": film.variant,
                "take": request.take,
                "state": _STATES.get(step.state, step.state),
                "price_usd": 0,
                "seed": request.fields.get("seed"),
                "request_sha256": request.sha256,
                "seconds": lengths[request.clip.index],
                "reason": _reason(step),
                "request_id": None,
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
    suites: list[str] = []
    for each in built:
        for story, reason in each.faulty:
            suites.append(_suite(story, [_case(story, "check", 0.0, "failure", reason)], 1, 0))
        for film in each.films:
            name = film.story + (f" ({film.variant})" if film.variant else "")
            steps = [step for step in each.steps if (step.story, step.variant) == (film.story, film.variant)]
            titles = {request.clip.index: request.clip for request in film.requests}
            cases: list[str] = []
            for step in steps:
                clip = titles.get(step.clip)
                words = f"clip {clip.index}: {clip.title or clip.slug}" if clip is not None else "film"
                kind = {"failed": "failure", "refused": "failure", "lacking": "skipped", "written": "skipped"}
                cases.append(_case(name, words, step.took, kind.get(step.state, ""), _reason(step)))
            bad = sum(step.state in ("failed", "refused") for step in steps)
            suites.append(_suite(name, cases, bad, sum(step.state in ("lacking", "written") for step in steps)))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="storyc build">\n{"".join(suites)}</testsuites>\n'


def _suite(name: str, cases: list[str], failures: int, skipped: int) -> str:
    head = f'name={_quoted(name)} tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'
    return f"  <testsuite {head}>\n{''.join(cases)}  </testsuite>\n"


def _case(suite: str, name: str, took: float, kind: str, reason: str) -> str:
    head = f'    <testcase classname={_quoted(suite)} name={_quoted(name)} time="{took:.3f}"'
    return f"{head}><{kind} message={_quoted(reason)}/></testcase>\n" if kind else f"{head}/>\n"


def _quoted(text: str) -> str:
    """An attribute's value; characters that XML cannot hold become U+FFFD."""
    held = "".join(
        each if each in "\t\n\r" or (each >= " " and each not in "\ufffe\uffff") else "\ufffd" for each in text
    )
    return quoteattr(held, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


FORMATS: dict[str, Callable[[Sequence[Built]], str]] = {".json": as_json, ".xml": as_junit}
