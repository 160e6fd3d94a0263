"""Two texts compared word by word; a script without blanks is compared by its letters."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from storyboard.patterns import lazy

# Above so many words in the middle, all of it counts as written anew: comparing them would take too long.
MOST = 2000
_TOKENS = lazy(r"[^\W_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]++|[ \t]++|[\s\S]", re.UNICODE)


class ComparedPart(NamedTuple):
    """A stretch that stands in both texts (` `), only in the old one (`-`), or only in the new one (`+`)."""

    sign: Literal[" ", "-", "+"]
    text: str


def compared(before: str, after: str) -> tuple[ComparedPart, ...]:
    """The parts of both texts in reading order; what went stands before what came in its place."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    parts: list[ComparedPart] = [ComparedPart(" ", "".join(old[:start]))]
    if max(len(middle_old), len(middle_new)) > MOST or not middle_old or not middle_new:
        parts += [ComparedPart("-", "".join(middle_old)), ComparedPart("+", "".join(middle_new))]
    else:
        for _, a, b, c, d in _joined(SequenceMatcher(None, middle_old, middle_new).get_opcodes(), middle_old):
            if middle_old[a:b] == middle_new[c:d]:
                parts.append(ComparedPart(" ", "".join(middle_old[a:b])))
            else:
                parts += [ComparedPart("-", "".join(middle_old[a:b])), ComparedPart("+", "".join(middle_new[c:d]))]
    parts.append(ComparedPart(" ", "".join(old[len(old) - end :])))
    return tuple(part for part in parts if part.text)


def _joined(
    codes: list[tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]], old: list[str]
) -> list[tuple[str, int, int, int, int]]:
    """The steps, with a blank between two changes put into one change: `[-a b-]`, not `[-a-] [-b-]`."""
    joined: list[tuple[str, int, int, int, int]] = []
    for index, (tag, a, b, c, d) in enumerate(codes):
        blank = tag == "equal" and 0 < index < len(codes) - 1 and not "".join(old[a:b]).strip()
        kind = "change" if tag != "equal" or blank else tag
        _, first, _, second, _ = joined.pop() if joined and joined[-1][0] == kind == "change" else (kind, a, b, c, d)
        joined.append((kind, first, b, second, d))
    return joined


def alike(before: str, after: str) -> bool:
    """Whether at least a third of the words of two texts are the same, in whatever order."""
    old, new = ({word.casefold() for word in _TOKENS.findall(text) if word.strip()} for text in (before, after))
    return 3 * len(old & new) >= len(old | new)


def shortened(parts: tuple[ComparedPart, ...], around: int = 36) -> tuple[ComparedPart, ...]:
    """The parts with what stands in both texts cut to about so many characters on each side of a change."""
    kept: list[ComparedPart] = []
    for index, part in enumerate(parts):
        first, last = index == 0, index == len(parts) - 1
        if part.sign != " " or len(part.text) <= around * (1 if first or last else 2) + 8:
            kept.append(part)
            continue
        head = "" if first else _cut(part.text[:around], at_end=True)
        tail = "" if last else _cut(part.text[-around:], at_end=False)
        kept.append(ComparedPart(" ", f"{head}…{tail}"))
    return tuple(kept)


def _cut(text: str, *, at_end: bool) -> str:
    """The text without the word that was cut in two."""
    at = max(text.rfind(" "), text.rfind("\n")) if at_end else min(_at(text, " "), _at(text, "\n"))
    if not 0 <= at < len(text):
        return text
    return text[: at + 1] if at_end else text[at:]


def _at(text: str, blank: str) -> int:
    at = text.find(blank)
    return at if at >= 0 else len(text)
