"""Text inside Markdown, as GitHub and GitLab read it in a comment: it marks nothing up, links and calls nobody."""

from __future__ import annotations

from storyboard.patterns import lazy
from storyboard.report.drawing.cells import obeyed, shown
from storyboard.system.secrets import mask

# Only what counts inside a line: no text is put at a line's start.
_SPECIAL = lazy(r"[\\`*_\[\]|~$]")
# Behind these a name or a number becomes a link, and a name a call: a character without width keeps them apart.
# So does one in `GH-1`, which is #1 at GitHub, and in GitLab's `GL-1`, `$1`, `~"a label"` and `[issue:1]`.
_CALLS = lazy(r"""[@#!&%~$](?=[\w".-])|\b(?i:gh|gl)(?=-\d)|[*\[](?=[a-z_]+:)""")
_TICKS = lazy(r"`+")
_APART = "&#8203;"


def escaped(text: str) -> str:
    """One line of text that a reader of the page sees as it was written."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], _inert(text)).replace("\0", _APART)


def in_html(text: str) -> str:
    """One line of text inside an HTML tag, such as a `<summary>`."""
    return _inert(text).replace("\0", _APART)


def _inert(text: str) -> str:
    """One line of text without tags, in which a NUL stands for what keeps apart: no text that is shown holds one."""
    text = _CALLS.sub(lambda match: match[0] + "\0", shown(text)).replace("://", ":\0//").replace("www.", "www\0.")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_code(text: str) -> str:
    """One line of text as code within a line: what is copied from there is the text, letter by letter."""
    ticks = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(text)), default=0))
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{blank}{shown(text)}{blank}{ticks}"


def fenced(text: str, language: str = "") -> str:
    """Lines of text as a block of code, whose fence is longer than any in the text."""
    text = "".join(c if c in "\n\t" or not obeyed(c) else f"\\u{{{ord(c):x}}}" for c in mask(text)).rstrip("\n")
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}\n"


def row(*cells: str) -> str:
    """One row of a table, of cells that are Markdown already."""
    return f"| {' | '.join(cells)} |"
