"""YAML as the language reads it: front matter, shared files, values of settings; every scalar is text with its span.

A value is the rest of its line, whatever it holds, so blocks are read here by their indentation. Only what is wholly in
quotes or brackets, and `|` or `>` blocks, goes to PyYAML, whose events are used and never its composer: the composer of
the C library recurses and can be made to crash, and it turns `no`, `1:30` and `017` into something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyboard.language.yamltext.nodes import Mapping, Node, Scalar, Sequence, entry, values, words

if TYPE_CHECKING:
    from storyboard.diagnostics import Finding
    from storyboard.source import Source

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "entry", "read", "read_value", "values", "words"]


def read(
    source: Source, start: int, end: int, *, depth: int = 20, nodes: int = 20_000
) -> tuple[Mapping, list[Finding]]:
    """The settings between two offsets, which hold front matter without its `---` lines or a whole file.

    Comments are lines that start with `#`. What cannot be read is left out and is a finding: SB103 for the form, SB104
    for a key given twice, SB113 (one, and reading ends) for more nesting than `depth` or more values than `nodes`.
    """
    # Most stories hold no YAML: what they need of this room are the nodes.
    from storyboard.language.yamltext.blocks import Blocks
    from storyboard.language.yamltext.reading import YamlReading

    reading = YamlReading(source, depth, nodes)
    return Blocks(reading, start, end, "#").document(), reading.findings


def read_value(
    source: Source, start: int, end: int, *, depth: int = 20, nodes: int = 20_000
) -> tuple[Node, list[Finding]]:
    """The value of a clip's `key: value` line, from behind its colon to the end of the deeper lines that belong to it.

    Comments are lines that start with `//`, as everywhere in a clip. The findings are those of `read`; where there is
    nothing that could be read the value is an empty scalar.
    """
    from storyboard.language.yamltext.blocks import Blocks
    from storyboard.language.yamltext.reading import YamlReading

    reading = YamlReading(source, depth, nodes)
    return Blocks(reading, start, end, "//").lone_value(), reading.findings
