"""The state of one reading: what was found wrong, and how many values and levels there may still be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyboard.diagnostics import Finding, Fix, Note

if TYPE_CHECKING:
    from storyboard.language.yamltext.nodes import Node, Scalar
    from storyboard.source import Source

# Reading recurses by nesting; a configured limit must not pass what Python's own stack holds.
_DEEPEST = 100
_TOO_MUCH = "shorten them, or raise `{}` under `[limits]` in the configuration"


class YamlReading:
    """The findings of one reading of a source, and its limits; `full` once a limit was passed and reading shall end."""

    def __init__(self, source: Source, depth: int, nodes: int) -> None:
        self.source = source
        self.text = source.text
        self.depth, self.limit = min(depth, _DEEPEST), nodes
        self.nodes = 0
        self.findings: list[Finding] = []
        self.full = False

    def wrong(self, message: str, start: int, end: int, help: str, fix: Fix | None = None) -> None:
        """Keep an SB103 finding."""
        self.findings.append(Finding(message, self.source.span(start, end), help, "SB103", fix=fix))

    def count(self, at: int) -> None:
        """Count one more value, which may be the one too many."""
        self.nodes += 1
        if self.nodes > self.limit:
            self.too_large(f"the settings hold more than {self.limit:,} values", at, "yaml_nodes")

    def too_large(self, message: str, at: int, key: str) -> None:
        """Keep the one SB113 finding; `key` is the setting of the configuration that holds the limit."""
        if not self.full:
            self.full = True
            span = self.source.span(at, min(at + 1, len(self.text)))
            self.findings.append(Finding(message, span, _TOO_MUCH.format(key), "SB113"))

    def deep(self, depth: int, at: int) -> bool:
        """Whether reading shall end, because of this depth or an earlier limit."""
        if depth > self.depth:
            self.too_large(f"the settings are nested more than {self.depth} deep", at, "yaml_depth")
        return self.full

    def shown(self, start: int, end: int) -> str:
        """A stretch as messages name it: its first line in backticks, at most 40 characters."""
        words = self.text[start:end].split("\n", 1)[0]
        return f"`{words[:40]}…`" if len(words) > 40 else f"`{words}`"

    def put(self, entries: dict[str, tuple[Scalar, Node]], key: Scalar, value: Node | None) -> None:
        """Keep a key's value, or report the second use of a key."""
        if self.full:
            return
        earlier = entries.get(key.text)
        if earlier is not None:
            place = self.source.place(earlier[0].span.start)
            message = f"`{key.text[:40]}` is set a second time, after line {place.line}"
            note = Note(f"`{key.text[:40]}` is first set here", earlier[0].span)
            self.findings.append(Finding(message, key.span, "keep one of the two", "SB104", related=(note,)))
        elif value is not None:
            entries[key.text] = (key, value)
