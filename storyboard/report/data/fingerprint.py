"""Names for diagnostics by which a server knows them again after lines have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic
from storyboard.source import Source


def fingerprints(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> list[str]:
    """One name a diagnostic, `HEX:N`: of its code, its path and the words of its line, and the how-manieth of these.

    Where a line stands, and how it is indented, counts for nothing.
    """
    lines: dict[tuple[str, int], str] = {}
    seen: Counter[str] = Counter()
    names: list[str] = []
    for diagnostic in diagnostics:
        path = diagnostic.span.path
        source = sources.get(path)
        words = ""
        if source is not None:
            number = source.place(diagnostic.span.start).line
            # A line may be long and hold many mistakes: it is read once.
            if (path, number) not in lines:
                lines[path, number] = _hash(" ".join(source.line(number).split()))
            words = lines[path, number]
        name = _hash("\0".join((diagnostic.code, path, words)))[:16]
        seen[name] += 1
        names.append(f"{name}:{seen[name]}")
    return names


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
