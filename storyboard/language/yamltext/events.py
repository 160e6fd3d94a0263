"""What PyYAML's events make of a quotation, a bracketed collection or a text block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyboard.language.yamltext.nodes import Mapping, Node, Scalar, Sequence
from storyboard.language.yamltext.scan import CLOSERS
from storyboard.source.unseen import unfit

if TYPE_CHECKING:
    from storyboard.language.yamltext.reading import YamlReading


def read_events(reading: YamlReading, start: int, end: int) -> Node | None:
    """The node that PyYAML's events make of a stretch, or None with a finding."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # A lone surrogate cannot be handed to the C library; it is replaced by one character, so offsets stay.
    snippet = reading.text[start:end].encode("utf-8", "replace").decode("utf-8")
    open_: list[tuple[int, list[Node], bool]] = []
    try:
        for event in yaml.parse(snippet, Loader=loader):
            node: Node | None = None
            at, stop = start + _index(event.start_mark), start + _index(event.end_mark)
            if isinstance(event, yaml.NodeEvent) and not _plain(reading, event, at, stop):
                return None
            if isinstance(event, yaml.ScalarEvent):
                reading.count(at)
                _legible(reading, event.value, at, stop)
                node = Scalar(event.value, reading.source.span(at, stop), event.style in ("'", '"'))
            elif isinstance(event, yaml.CollectionStartEvent):
                reading.count(at)
                open_.append((at, [], isinstance(event, yaml.MappingStartEvent)))
            elif isinstance(event, yaml.CollectionEndEvent):
                node = _collection(reading, *open_.pop(), stop)
            if reading.full or (node is None and isinstance(event, yaml.CollectionEndEvent)):
                return None
            if node is not None and not open_:
                return node
            if node is not None:
                open_[-1][1].append(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _not_yaml(reading, start, end, start + _index(mark))
    except yaml.YAMLError:
        _not_yaml(reading, start, end, start)
    return None


def _index(mark: object) -> int:
    """The offset of a place in code points, which is what the C library counts too."""
    return getattr(mark, "index", 0)


def _plain(reading: YamlReading, event: object, at: int, stop: int) -> bool:
    """Whether an event is free of aliases, anchors and tags; otherwise there is a finding."""
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor is None and tag is None:
        return True
    what = "a tag" if anchor is None else "an alias or anchor"
    end = max(at + 1, stop)
    help = "write the value out, or put it in quotes"
    reading.wrong(f"{reading.shown(at, end)} has {what}, which settings do not have", at, end, help)
    return False


def _legible(reading: YamlReading, text: str, at: int, stop: int) -> None:
    """Keep a finding where an escape, `"\\e"`, stands for a character that no text may hold."""
    name = unfit(text)
    if name is not None:
        message = f"{reading.shown(at, stop)} stands for a text that holds {name}"
        help = "take its escape out; only tabs and line ends may stand between the letters"
        reading.wrong(message, at, stop, help)


def _collection(reading: YamlReading, start: int, nodes: list[Node], mapping: bool, end: int) -> Node | None:
    """The collection of nodes read between two offsets, or None with a finding where a key is no text."""
    span = reading.source.span(start, end)
    if not mapping:
        return Sequence(tuple(nodes), span)
    entries: dict[str, tuple[Scalar, Node]] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, Scalar) or (key.text == "<<" and not key.quoted):
            shown = reading.shown(key.span.start, key.span.end)
            reading.wrong(f"{shown} stands where a key is expected", key.span.start, key.span.end, "put it in quotes")
            return None
        reading.put(entries, key, value)
    return Mapping(tuple(entries.values()), span)


def _not_yaml(reading: YamlReading, start: int, end: int, at: int) -> None:
    """Say in a writer's words what PyYAML could not read; its own messages speak of tokens and scanners."""
    at = max(start, min(at, end - 1))
    opener, sign = reading.text[start], reading.text[at]
    shown = f"`{sign}`" if sign.isprintable() else f"U+{ord(sign):04X}"
    if opener in CLOSERS:
        pair = opener + CLOSERS[opener]
        help = "put the words that hold it in quotes, or write the value without brackets"
        reading.wrong(f"{shown} does not fit here inside `{pair}`", at, at + 1, help)
    elif opener == '"':
        help = "write a backslash as `\\\\`, or use single quotes"
        reading.wrong(f"{shown} does not fit here inside double quotes", at, at + 1, help)
    else:
        reading.wrong(f"{shown} does not fit here", at, at + 1, "indent all lines of the text alike, with spaces")
