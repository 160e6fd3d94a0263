"""The JSON that storyc writes and reads: one Struct a schema, which writers encode and readers decode.

One file a subject. `storyc schema` and docs/schemas come from the Structs too; what they say is in their docstrings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="schema", tag=""):
    """What all JSON with a `schema` field has in common; the tag of a subclass is what stands in that field.

    `MET` names the commands or files that have it. `MANY` says that an array of them is written too, `REST` is the type
    of all names that the Struct lacks.
    """

    MET: ClassVar[str] = ""
    MANY: ClassVar[bool] = False
    REST: ClassVar[type | None] = None


class _Head(msgspec.Struct, frozen=True):
    schema: str


class OtherSchema(msgspec.ValidationError):
    """The JSON is of another schema, which `schema` names."""

    def __init__(self, schema: str) -> None:
        super().__init__(f"its schema is `{schema[:60]}`")
        self.schema = schema


_R = TypeVar("_R", bound=Record)


def schema_of(kind: type[Record]) -> str:
    """What stands in the `schema` field of a kind of record: `storyc.plan/1`."""
    return str(kind.__struct_config__.tag)


def decoded(data: bytes, kind: type[_R]) -> _R:
    """The record of a kind that the bytes hold.

    Raises OtherSchema for one of another kind, and msgspec.DecodeError for what is no record.
    """
    try:
        # A tag that is absent would be taken for the right one.
        schema = msgspec.json.decode(data, type=_Head).schema
        if schema != schema_of(kind):
            raise OtherSchema(schema)
        return msgspec.json.decode(data, type=kind)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from error


def as_bytes(value: Record | Sequence[Record]) -> bytes:
    """The JSON of a record or of several, indented by two spaces, as UTF-8 that ends with a line end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def as_text(value: Record | Sequence[Record]) -> str:
    """The same as text."""
    return as_bytes(value).decode("utf-8")
