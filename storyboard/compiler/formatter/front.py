"""Front matter as plain YAML reads it too: `key: value` with one space, steps of two, quotes where YAML needs them."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.language import yamltext
from storyboard.language.story import Row
from storyboard.language.syntax.marks import SPACES
from storyboard.patterns import lazy
from storyboard.source import Source

_BLOCK = lazy(r"[:：]\s++[|>][+-]?\s*+\Z")
# What a plain text of YAML may not start with, and not hold.
_SIGN = lazy(r"[\[\]{}&*!|>%@`\"'#,]|[-?:](?:\s|\Z)")
_INSIDE = lazy(r":(?:\s|\Z)|\s#")
_LONGEST = 100
_PARTING = ":：" + SPACES  # other blanks are no layout, but hidden characters


def front_lines(source: Source, row: Row) -> str:
    """The front matter with its `---` lines, canonical; where that would read otherwise, only shorn at line ends."""
    typed = row.text.rstrip().split("\n")
    inner = "\n".join(typed[1:-1])
    canonical = _stepped(_quoted(inner)).rstrip("\n")
    if _meaning(canonical) != _meaning(inner):
        canonical = inner
    return "\n".join(["---", *([canonical] if canonical else []), "---"])


def _read(text: str) -> tuple[Source, yamltext.Mapping]:
    source = Source("", text)
    mapping, _ = yamltext.read(source, 0, len(text), depth=100, nodes=1_000_000)
    return source, mapping


def _meaning(text: str) -> object:
    def plain(node: yamltext.Node) -> object:
        if isinstance(node, yamltext.Mapping):
            return [(key.text, plain(value)) for key, value in node.entries]
        if isinstance(node, yamltext.Sequence):
            return [plain(item) for item in node.items], "list"
        return node.text.strip()

    return plain(_read(text)[1])


def _quoted(text: str) -> str:
    """The text with one space behind each key's colon, and quotes round what plain YAML would misread."""
    source, mapping = _read(text)
    edits: list[tuple[int, int, str]] = []
    for key, value in _pairs(source, mapping):
        start, end = value.span.start, value.span.end
        if key is not None and start > key.span.end and not text[key.span.end : start].strip(_PARTING):
            edits.append((key.span.end, start, ": "))
        if not isinstance(value, yamltext.Scalar) or value.quoted or not value.text or text[start:end] != value.text:
            continue
        if _misread(value.text):
            edits.append((start, end, _quotes(value.text)))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _pairs(
    source: Source, node: yamltext.Mapping | yamltext.Sequence
) -> Iterator[tuple[yamltext.Scalar | None, yamltext.Node]]:
    """Each value of a block with its key, None in a list; what stands in brackets is YAML already."""
    opener = source.text[node.span.start : node.span.start + 2]
    if opener[:1] in ("{", "[") and opener != "{{":
        return
    for key, value in node.entries if isinstance(node, yamltext.Mapping) else [(None, item) for item in node.items]:
        yield key, value
        if not isinstance(value, yamltext.Scalar):
            yield from _pairs(source, value)


def _misread(text: str) -> bool:
    """Whether plain YAML takes a text for something else, such as `no`, `1:30`, `a: b` or `We are #1`."""
    if _SIGN.match(text) or _INSIDE.search(text):
        return True
    if len(text) > _LONGEST:  # no number and no word that means something
        return False
    import yaml

    try:
        mapping: dict[str, object] = yaml.safe_load(f"k: {text}")
    except (yaml.YAMLError, ValueError):
        return True
    value = mapping.get("k")
    return str(value).lower() != text.lower() if isinstance(value, int | float) else value != text


def _quotes(text: str) -> str:
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _stepped(text: str) -> str:
    """The text indented in steps of two; the lines of a `|` or `>` block keep their places under its first line."""
    lines: list[str] = []
    waiting: list[int] = []  # comments and blank lines, which go with what follows
    steps = [0]
    block, shift = -1, None
    for line in text.split("\n"):
        bare = line.strip()
        indent = len(line) - len(line.lstrip())
        if block >= 0 and (not bare or indent > block):
            shift = indent if shift is None and bare else shift
            lead = " " * (2 * len(steps) + indent - (shift or 0))
            lines.append(lead + line[indent:] if bare else line)
            continue
        block = -1
        if not bare and (not lines or not lines[-1]):
            continue
        if not bare or bare.startswith("#"):
            waiting.append(len(lines))
            lines.append(bare)
            continue
        while len(steps) > 1 and indent < steps[-1]:
            steps.pop()
        if indent > steps[-1]:
            steps.append(indent)
        lead = "  " * (len(steps) - 1)
        for at in waiting:
            lines[at] = lead + lines[at] if lines[at] else ""
        waiting.clear()
        lines.append(lead + bare)
        if _BLOCK.search(bare):
            block, shift = indent, None
    return "\n".join(lines)
