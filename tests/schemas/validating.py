"""Whatever storyc writes as JSON, held against the schema that its `schema` field names."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from storyboard.records.schemas import kinds, schema

_NAME = re.compile(r"storyc\.([a-z-]+)/\d+")


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


def hold(text: str) -> str | None:
    """The schema's name that a text of JSON names and keeps to; None for other text and for an empty array."""
    if not text.startswith(("{", "[")):
        return None
    try:
        value: Any = json.loads(text)
    except ValueError:
        return None
    first: Any = value[0] if isinstance(value, list) and value else value
    named = first.get("schema") if isinstance(first, dict) else None
    if not isinstance(named, str) or not named.startswith("storyc."):
        return None
    found = _NAME.fullmatch(named)
    assert found is not None, f"{named} is no name of a schema"
    wrong = best_match(validator(found[1]).iter_errors(value))
    assert wrong is None, f"{named} at {wrong.json_path}: {wrong.message}"
    assert found[1] in _OPEN or _comes_back(value, found[1]), f"{named} is not what its record writes: {text[:1000]}"
    return found[1]


# A lock's blocks stand among its own names; tests/plan and tests/cli/test_build_locked.py read and write them.
_OPEN = ("lock",)


def _comes_back(value: Any, name: str) -> bool:
    """Whether a form of the record, decoded and encoded again, is the same: names, their order, and kinds of number."""
    data = json.dumps(value).encode()
    for kind in kinds()[name]:
        form: Any = list[kind] if isinstance(value, list) else kind
        with suppress(msgspec.ValidationError):
            record = msgspec.json.decode(data, type=form)
            # The list of own files has its names sorted.
            texts = (msgspec.json.encode(record, order=order) for order in (None, "sorted"))
            if repr(value) in [repr(json.loads(text)) for text in texts]:
                return True
    return False
