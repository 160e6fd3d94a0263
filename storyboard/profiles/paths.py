"""Places in JSON, as profiles and host files write them: `output.video_url`, `data.task_result.videos[0].url`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from storyboard.patterns import lazy

PATH = lazy(r"[A-Za-z_$][\w$-]*+(?:\[[0-9]\])?+(?:\.[A-Za-z_$][\w$-]*+(?:\[[0-9]\])?+)*+")


@lru_cache(512)
def steps(path: str) -> tuple[str | int, ...]:
    """The keys and indices of a path, from the outermost in."""
    way: list[str | int] = []
    for part in path.split("."):
        name, bracket, index = part.partition("[")
        way.append(name)
        if bracket:
            way.append(int(index.rstrip("]")))
    return tuple(way)


def get(body: Any, path: str) -> Any:
    """The value at a path, None where nothing stands."""
    for step in steps(path):
        if isinstance(step, int):
            body = cast(list[Any], body)[step] if isinstance(body, list) and step < len(cast(list[Any], body)) else None
        else:
            body = cast(dict[str, Any], body).get(step) if isinstance(body, dict) else None
    return body


def put(body: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a path; objects and lists on the way are made."""
    inner: Any = body
    way = steps(path)
    for step, below in zip(way, (*way[1:], None), strict=True):
        filled: Any = value if below is None else [] if isinstance(below, int) else {}
        if isinstance(step, int):
            inner += [{} for _ in range(step + 1 - len(inner))]
            if below is None or not isinstance(inner[step], dict | list):
                inner[step] = filled
        elif below is None or step not in inner:
            inner[step] = filled
        inner = inner[step]
