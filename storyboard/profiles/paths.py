"""Places in JSON, as profiles and host files write them: `output.video_url`, `data.task_result.videos[0].url`.

What is only read may also choose from a list by what stands in an element: `output[type=video].url`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from storyboard.patterns import lazy

PATH = lazy(r"[A-Za-z_$][\w$-]*+(?:\[[0-9]\])?+(?:\.[A-Za-z_$][\w$-]*+(?:\[[0-9]\])?+)*+")

_STEP = r"[A-Za-z_$][\w$-]*+(?:\[(?:[0-9]|[A-Za-z_$][\w$-]*+=[\w$-]++)\])?+"
READ = lazy(rf"{_STEP}(?:\.{_STEP})*+")
# A key, an index, or a key with the value that the element has there.
Step = str | int | tuple[str, str]


@lru_cache(512)
def steps(path: str) -> tuple[Step, ...]:
    """The steps of a path, from the outermost in."""
    way: list[Step] = []
    for part in path.split("."):
        name, bracket, chosen = part.partition("[")
        way.append(name)
        key, equals, value = chosen.rstrip("]").partition("=")
        if bracket:
            way.append((key, value) if equals else int(key))
    return tuple(way)


def get(body: Any, path: str) -> Any:
    """The value at a path, None where nothing stands."""
    for step in steps(path):
        if isinstance(step, str):
            body = cast(dict[str, Any], body).get(step) if isinstance(body, dict) else None
            continue
        listed = cast(list[Any], body) if isinstance(body, list) else []
        if isinstance(step, int):
            body = listed[step] if step < len(listed) else None
        else:
            body = next((element for element in listed if _has(element, *step)), None)
    return body


def _has(element: Any, key: str, value: str) -> bool:
    return isinstance(element, dict) and cast(dict[str, Any], element).get(key) == value


def put(body: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a path, which chooses from no list; objects and lists on the way are made."""
    inner: Any = body
    way = steps(path)
    if len(way) == 1:  # as nearly all
        body[path] = value
        return
    for step, below in zip(way, (*way[1:], None), strict=True):
        filled: Any = value if below is None else [] if isinstance(below, int) else {}
        if isinstance(step, int):
            inner += [{} for _ in range(step + 1 - len(inner))]
            if below is None or not isinstance(inner[step], dict | list):
                inner[step] = filled
        elif below is None or step not in inner:
            inner[step] = filled
        inner = inner[step]
