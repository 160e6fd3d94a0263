"""How the keys of services look, so that they can be found in a text and hidden in whatever is printed."""

from __future__ import annotations

import re

# Segmind's own form first; then forms that other hosts and tools publish, long enough not to be words. The last words
# of a row are marks in lower case, one of which each text with such a key holds: they are looked for first.
FORMS: tuple[tuple[str, str, str], ...] = (
    ("a Segmind key", r"SG_[0-9A-Fa-f]{16,}+", "sg_"),
    ("an API key", r"sk-[A-Za-z0-9_-]{20,}+", "sk-"),
    ("a bearer token", r"(?i:bearer)[ \t]++[A-Za-z0-9._~+/-]{20,}+", "bearer"),
    ("a Replicate token", r"r8_[A-Za-z0-9]{30,}+", "r8_"),
    ("a Hugging Face token", r"hf_[A-Za-z0-9]{30,}+", "hf_"),
    ("a Google API key", r"AIza[A-Za-z0-9_-]{35}", "aiza"),
    ("an AWS key", r"(?:AKIA|ASIA)[A-Z0-9]{16}", "akia asia"),
    (
        "a GitHub token",
        r"gh[opsur]_[A-Za-z0-9]{36,}+|github_pat_[A-Za-z0-9_]{40,}+",
        "gho_ ghp_ ghs_ ghu_ ghr_ github_pat_",
    ),
    ("a Slack token", r"xox[abprs]-[A-Za-z0-9-]{20,}+", "xox"),
    ("a private key", r"-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY-----", "-----begin"),
)
_NO_WORD = "(?<![A-Za-z0-9_])"
KEYS = re.compile(_NO_WORD + "(?:" + "|".join(f"({form})" for _, form, _ in FORMS) + ")")
_SEGMIND = re.compile(_NO_WORD + FORMS[0][1])
_MARKS = tuple(mark for _, _, marks in FORMS for mark in marks.split())
_USER = re.compile(r"(?<=://)[^/\s@]{1,200}+(?=@)")

# Each spelling of each live key, the longest first, and what stands in its place.
_live: tuple[tuple[str, str], ...] = ()


def conceal(value: str) -> None:
    """Have `hide` and `mask` hide a live key from now on, in this process: as it is, in JSON, in an address."""
    global _live  # noqa: PLW0603 - whatever is printed must know of it
    import json
    from urllib.parse import quote

    spellings = {value, json.dumps(value)[1:-1], quote(value, safe=""), quote(value)}
    known = dict(_live) | {spelling: _stars(spelling) for spelling in spellings if spelling}
    _live = tuple(sorted(known.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def hide(text: str) -> str:
    """The text without live keys and without what looks like one of Segmind's, its length kept: for data."""
    for value, stars in _live:
        if value in text:
            text = text.replace(value, stars)
    return _SEGMIND.sub(_starred, text) if "SG_" in text else text


def mask(text: str) -> str:
    """The text with every key and every user of an address made unreadable, its length kept; for messages."""
    text = hide(text)
    if "://" in text and "@" in text:
        text = _USER.sub(lambda match: "*" * len(match[0]), text)
    lower = text.lower()
    return KEYS.sub(_starred, text) if any(mark in lower for mark in _MARKS) else text


def clean(text: str) -> str:
    """The text with keys masked, and with what UTF-8 cannot hold replaced."""
    return mask(text).encode("utf-8", "replace").decode("utf-8")


def _starred(match: re.Match[str]) -> str:
    return match[0][:3] + "*" * (len(match[0]) - 3)


def _stars(value: str) -> str:
    """Stars of the value's length; a key of Segmind's form keeps its start, so that a reader sees what it was."""
    return _starred(match) if (match := _SEGMIND.fullmatch(value)) else "*" * len(value)
