"""Entries of a block that are written as a list, as they have to stand: `- name: ANNA` over `look: a baker`."""

from __future__ import annotations

from storyboard.language import yamltext
from storyboard.language.words import keys
from storyboard.patterns import lazy

_KEY = lazy(r"(?:\A|[ \t])([^\W\d_][\w-]{0,30}+):[ \t]+")
_NAMES = frozenset({"titles", "speakers"})
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
