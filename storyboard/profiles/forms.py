"""The form of a file of facts, which its `schema` names: the newest is read, the one before is refused."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from storyboard.language import yamltext


def plain(root: yamltext.Mapping, schema: str, earlier: str, change: str) -> dict[str, Any]:
    """A file's values without its `schema`, where that is the one that is read.

    Of the `earlier` one, `change` says what to write. Raises msgspec.ValidationError for any other.
    """
    values = cast(dict[str, Any], yamltext.values(root))
    said = values.pop("schema", None)
    if said == earlier:
        raise msgspec.ValidationError(f"`schema` is `{earlier}`, {change}")
    if said != schema:
        raise msgspec.ValidationError(f"`schema` is not `{schema}`")
    return values
