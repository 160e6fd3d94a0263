"""What YAML text is read into: text, keys with values, lists, each with its span."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from storyboard.source import Span


class Scalar(msgspec.Struct, frozen=True):
    """A piece of text as it is meant; `span` covers it as written, quotes included where `quoted`."""

    text: str
    span: Span
    quoted: bool = False


class Mapping(msgspec.Struct, frozen=True):
    """Keys and their values in the order of the file, each key once."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span


class Sequence(msgspec.Struct, frozen=True):
    """A list's values in the order of the file."""

    items: tuple[Node, ...]
    span: Span


Node: TypeAlias = Scalar | Mapping | Sequence


def entry(mapping: Mapping, key: str) -> Node | None:
    """The value of a key, or None when the mapping does not have it."""
    return next((value for name, value in mapping.entries if name.text == key), None)


def words(scalar: Scalar) -> Span:
    """The place of a text's words: between its quotes where nothing in them is escaped or broken, else all of it."""
    start, end = scalar.span.start, scalar.span.end
    inside = scalar.quoted and end - start == len(scalar.text) + 2
    return Span(scalar.span.path, start + 1, end - 1) if inside else scalar.span


def values(node: Node) -> object:
    """A node as plain values: texts, lists, and objects by the texts of their keys."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    return {key.text: values(value) for key, value in node.entries}
