"""What the log of a pipeline obeys, as GitHub's, Azure's and GitLab's do: nothing that storyc prints is ever that."""

from __future__ import annotations

import re

from storyboard.patterns import lazy

# `::set-output …` where a line begins; `##[error]` and `##vso[…]` anywhere; `section_start:1:name`.
_START = lazy(r"(?:\A|(?<=[\r\n]))((?:[^\S\r\n]|\x1b\[[0-9;]*m)*+):(?=:)")
_WITHIN = lazy(r"#(?=#(?:\[|vso\[))|(?:(?<=section_start)|(?<=section_end)):(?=[0-9])", re.IGNORECASE)


def defused(text: str) -> str:
    """The same text with the first sign of each command spelt out, `\\u{3a}:`; the value of JSON stays what it is."""
    # Looking for two signs in a text of megabytes takes a hundredth of what looking for all of them does.
    if not ("::" in text and _START.search(text)) and not (_may_hold(text) and _WITHIN.search(text)):
        return text
    if _is_json(text):
        return _WITHIN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    text = _START.sub(lambda match: f"{match[1]}\\u{{3a}}", text)
    return _WITHIN.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", text)


def _may_hold(text: str) -> bool:
    return "##" in text or "section_" in text.lower()


def _is_json(text: str) -> bool:
    """Whether a text is one value of JSON, or one on each line."""
    if text[:1] not in ("{", "["):
        return False
    import json

    for part in ([text], text.splitlines()):
        try:
            for value in part:
                json.loads(value)
        except (ValueError, RecursionError):
            continue
        return True
    return False
