"""What is the same: outputs without what is random in them, and the differences of the rest."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

_RANDOM = tuple(
    (re.compile(pattern, re.MULTILINE), new)
    for pattern, new in (
        (r"127\.0\.0\.1:\d+", "127.0.0.1:<port>"),
        (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?", "<time>"),
        (r"\b[0-9a-f]{32}\b", "<request>"),
        (r'(made in |\btook"?:? +|time=")[\d.:]+', r"\1<duration>"),
        (r"^still (making|drawing): .*\n", ""),
        (r"(?<= in )\S+/storyboard\b", "<package>"),
    )
)
# A host's clips bear the ids of their requests, so their bytes and all hashes over them are random too.
_BOUGHT = re.compile(r'(?<!"request_sha256": ")(?<!  hash      )\b[0-9a-f]{64}\b')
_ATTEMPT = re.compile(r'(?:"(?:id|attempt)": "|^)([a-z0-9]{10})(?:"|  \d{4}-)', re.MULTILINE)
_CONTEXT, _WIDTH = 2, 160


class Difference(msgspec.Struct, frozen=True):
    """An output that differs, and the lines of its unified diff."""

    name: str
    lines: tuple[str, ...]

    @property
    def command(self) -> str:
        """The first word of the output's name, by which differences are grouped."""
        return self.name.split()[0]


class Expected(msgspec.Struct, frozen=True):
    """A line of a file of expected differences: an expression for the names of outputs, and why they differ."""

    pattern: re.Pattern[str]
    reason: str


def expected(text: str) -> list[Expected]:
    """The rows of a file, `EXPRESSION # reason`. Raises ValueError for a row without a reason."""
    rows: list[Expected] = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, sign, reason = line.rpartition(" # ")
            if not sign or not reason.strip():
                raise ValueError(f"no reason stands behind ` # `: {line}")
            rows.append(Expected(re.compile(pattern.strip()), reason.strip()))
    return rows


def normal(outputs: Mapping[str, bytes], places: Mapping[str, str]) -> dict[str, str]:
    """The outputs as text without what is random; what is no text is its hash. `places` are paths and their names."""
    texts = {name: _text(data) for name, data in outputs.items()}
    ids = sorted({id for text in texts.values() for id in _ATTEMPT.findall(text)})
    attempts = re.compile("|".join(ids) or r"(?!)")
    paths = re.compile("|".join(re.escape(path) for path in sorted(places, key=len, reverse=True)) or r"(?!)")

    def cleaned(name: str, text: str) -> str:
        text = paths.sub(lambda match: places[match[0]], text)
        text = attempts.sub("<attempt>", text)
        for pattern, new in _RANDOM:
            text = pattern.sub(new, text)
        return _BOUGHT.sub("<hash>", text) if "paid-" in name else text

    return {name: cleaned(name, text) for name, text in texts.items()}


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}"


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """The outputs that differ, in the order of their names; one that is missing is empty and named so."""
    return [
        Difference(name, tuple(_diff(old.get(name), new.get(name))))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def _diff(old: str | None, new: str | None) -> Iterator[str]:
    if old is None or new is None:
        yield "only OLD writes this" if new is None else "only NEW writes this"
        return
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), "OLD", "NEW", n=_CONTEXT)
    for line in lines:
        text = line.removesuffix("\n")
        yield (text if text.isprintable() else ascii(text)[1:-1]) + ("" if line != text else " (no newline)")


def page(listed: Iterable[Difference], most: int, shown: int) -> Iterator[str]:
    """The lines that show differences by command, so many of each, each with so many lines of its diff."""
    groups: dict[str, list[Difference]] = {}
    for difference in listed:
        groups.setdefault(difference.command, []).append(difference)
    for command, group in groups.items():
        yield f"== {command}: {len(group)} differ"
        for difference in group[:most]:
            yield difference.name
            yield from (f"    {line[:_WIDTH]}" for line in difference.lines[:shown])
            if len(difference.lines) > shown:
                yield f"    ... and {len(difference.lines) - shown} lines more"
        if len(group) > most:
            yield f"... and {len(group) - most} more of `{command}`"
