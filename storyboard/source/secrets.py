"""How the keys of services look, so that they can be found in a text and hidden in a report."""

from __future__ import annotations

import re

# Segmind's own form first; then forms that other hosts and tools publish, long enough not to be words.
FORMS: tuple[tuple[str, str], ...] = (
    ("a Segmind key", r"SG_[0-9A-Fa-f]{16,}+"),
    ("an API key", r"sk-[A-Za-z0-9_-]{20,}+"),
    ("a bearer token", r"(?i:bearer)[ \t]++[A-Za-z0-9._~+/-]{20,}+"),
    ("a Replicate token", r"r8_[A-Za-z0-9]{30,}+"),
    ("a Hugging Face token", r"hf_[A-Za-z0-9]{30,}+"),
    ("a Google API key", r"AIza[A-Za-z0-9_-]{35}"),
    ("an AWS key", r"(?:AKIA|ASIA)[A-Z0-9]{16}"),
    ("a GitHub token", r"gh[opsur]_[A-Za-z0-9]{36,}+|github_pat_[A-Za-z0-9_]{40,}+"),
    ("a Slack token", r"xox[abprs]-[A-Za-z0-9-]{20,}+"),
    ("a private key", r"-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY-----"),
)
KEYS = re.compile("(?<![A-Za-z0-9_])(?:" + "|".join(f"({form})" for _, form in FORMS) + ")")


_USER = re.compile(r"(?<=://)[^/\s@]{1,200}+(?=@)")


def mask(text: str) -> str:
    """The text with every key in it, and every user of an address, made unreadable, its length kept."""
    if "://" in text and "@" in text:
        text = _USER.sub(lambda found: "*" * len(found[0]), text)
    return KEYS.sub(lambda found: found[0][:3] + "*" * (len(found[0]) - 3), text)
