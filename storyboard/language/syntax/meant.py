"""What a value that is not of its key's form stands for: a block that is written as a list, a number in quotes."""

from __future__ import annotations

import msgspec

from storyboard.language import yamltext
from storyboard.language.words import keys
from storyboard.patterns import lazy

_KEY = lazy(r"(?:\A|[ \t])([^\W\d_][\w-]{0,30}+):[ \t]+")
_NAMES = frozenset({"titles", "speakers"})
_QUOTES = frozenset({"“”", "„“", "«»", "‘’"})
_SHOWN = 60  # characters of an entry that a message shows


def first_entry(node: yamltext.Node) -> str:
    """The first entry of a list as a line of a block, `  ANNA: a baker`, empty where no name is known in it.

    An item is either the entry, `- ANNA: a baker`, or has the name as a value beside others.
    """
    item = node.items[0] if isinstance(node, yamltext.Sequence) and node.items else None
    if not isinstance(item, yamltext.Scalar):
        return ""
    lead, *parts = _KEY.split(item.text)
    pairs = list(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    if lead or not pairs:
        return ""
    name, values = pairs[0][0], [value for _, value in pairs]
    if len(pairs) > 1:
        named = next((pair for pair in pairs if _NAMES & {*keys.key(pair[0]).roles}), ("", ""))
        name, values = named[1], [value for key, value in pairs if key != named[0]]
    line = f"  {name}: {', '.join(values)}"
    return "" if not name else line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def unquoted(node: yamltext.Node) -> yamltext.Scalar | None:
    """What stands between the quotation marks that a word processor makes of plain ones, None where none do."""
    if not isinstance(node, yamltext.Scalar) or node.text[:1] + node.text[-1:] not in _QUOTES:
        return None
    return msgspec.structs.replace(node, text=node.text[1:-1])
