"""The addresses that a host answers, from its data, and the emulator's own pages beside them."""

from __future__ import annotations

import re
from typing import NamedTuple

from storyboard.emulate.examples import examples
from storyboard.patterns import lazy
from storyboard.profiles.hosts import Host
from storyboard.profiles.paths import get

NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}"
OWN = {"file": "/files/{name}", "book": "/emulator/book", "openapi": "/openapi.json"}
_PART = lazy(r"\\\{([a-z]+)\\\}")
_HOLE = lazy(r"\{[a-z]+\}")


class Route(NamedTuple):
    """An address, the verb that it takes, and what it is called."""

    path: re.Pattern[str]
    verb: str
    name: str


def paths(api: Host) -> dict[str, str]:
    """The path of each call that a host has, by its name: that of its data, `poll`, and the emulator's own pages."""
    routes = api.routes
    named = {
        "credits": routes.credits, "status": routes.status, "result": routes.result, "poll": _poll(api),
        "v1": routes.v1, "v2": routes.v2, "history": routes.history, "one": routes.one, "quote": routes.quote,
        "upload": routes.upload, **OWN,
    }  # fmt: skip
    return {name: path for name, path in named.items() if path}


def _poll(api: Host) -> str:
    """Where a host with both protocols is asked for a job under the name of the first, else nothing."""
    return api.routes.result.replace("/v2/", "/v1/") if api.routes.v1 and "/v2/" in api.routes.result else ""


def table(api: Host) -> tuple[Route, ...]:
    """What each address means; the first that fits counts, so those without a name in them come first."""
    ordered = sorted(paths(api).items(), key=lambda row: ("{" in row[1], -len(_HOLE.sub("", row[1]))))
    # A model's route may be a path, and at some hosts so is a job's name.
    long = f"{NAME}(?:[/:]{NAME})*"
    parts = {"model": long, "id": long if _names_are_paths(api) else NAME}
    verbs = {"upload": "POST", "quote": "POST", "v1": "POST", "v2": "POST", **api.routes.verbs}
    return tuple(
        Route(
            re.compile(_PART.sub(lambda hole: f"({parts.get(hole[1], NAME)})", re.escape(path))),
            verbs.get(name, "GET"),
            name,
        )
        for name, path in ordered
    )


def _names_are_paths(api: Host) -> bool:
    """Whether a job is asked for by a path, as the host's file or its documented answer to a submit has it."""
    spoken = examples(api.name)
    shown = () if spoken is None else (str(get(spoken.submit.body, place)) for place in api.reads.id)
    return any("/" in name for name in (api.reads.job, *shown))
