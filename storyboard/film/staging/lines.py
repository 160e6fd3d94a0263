"""Lines of words in a column: broken as each script breaks them, whatever measures the letters; and their direction."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from storyboard.patterns import lazy

IDEOGRAPH = lazy(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u33ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)
_NEVER_FIRST = frozenset(
    "，。、；：？！）」』】》〉〕｝］”’…—·～ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜゛゜％,.;:?!)]}%"
)
_QUOTES = {"ja": "「」", "de": "„“", "fr": "«»", "ru": "«»", "es": "«»"}
_NEVER_LAST = frozenset("（「『【《〈〔｛［“‘([{")


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The lines of a text in a column of a width; nothing is left out, a word too long is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for chunk, glued in _chunks(paragraph):
            wide = measure(chunk)
            space = 0.0 if glued or not line else measure(" ")
            if line and used + space + wide > width:
                lines.append(line)
                line, used, space = "", 0.0, 0.0
            rest = chunk
            if wide > width:
                *full, rest = _broken(chunk, width, measure)
                lines += full
                wide = measure(rest)
            line += (" " if space else "") + rest
            used += space + wide
        if line:
            lines.append(line)
    return lines


def _broken(chunk: str, width: float, measure: Callable[[str], float]) -> list[str]:
    parts: list[str] = []
    part, used = "", 0.0
    for cluster in _clusters(chunk):
        wide = measure(cluster)
        if part and used + wide > width:
            parts.append(part)
            part, used = "", 0.0
        part += cluster
        used += wide
    return [*parts, part]


def in_quotes(text: str, language: str) -> str:
    """Spoken words between the quotation marks of their language, unless they have some."""
    opening, closing = _QUOTES.get(language, "“”")
    return text if text[:1] in '“”"«»「『„‘' else f"{opening}{text}{closing}"


def has_italics(text: str) -> bool:
    """Whether the script of a text has slanted letters, in which spoken words are set."""
    return all(ord(character) < 0x0590 or 0x2000 <= ord(character) < 0x2070 for character in text)


def is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _chunks(paragraph: str) -> list[tuple[str, bool]]:
    """The chunks between which a line can be broken, and whether each follows the one before without a space."""
    chunks: list[tuple[str, bool]] = []
    for word in paragraph.split():
        start = len(chunks)
        for character in word:
            last = chunks[-1][0] if len(chunks) > start else ""
            wide = bool(IDEOGRAPH.match(character))
            open_ = last[-1:] in _NEVER_LAST
            after = last and IDEOGRAPH.match(last[-1])
            if last and (character in _NEVER_FIRST or open_ or not (wide or after)):
                chunks[-1] = (last + character, chunks[-1][1])
            else:
                chunks.append((character, len(chunks) > start))
    return chunks


def _clusters(chunk: str) -> list[str]:
    """A word's letters, each with the marks that sit on it."""
    clusters: list[str] = []
    for character in chunk:
        if clusters and (unicodedata.category(character)[0] == "M" or character in "\u200c\u200d"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
