"""Which words name a field of a shot in a story: the English and Chinese ones, and those of the story's languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache

from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language import words
from storyboard.language.story import Mark, Row, Script
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy
from storyboard.source import Source

KEYS = ("camera", "light", "sound", "music", "transition")
_ALWAYS = frozenset({"en", "zh"})
# Nearly all such rows; what the grammar makes of them takes longer to find out.
_PLAIN = lazy(r"[ \t]*+((?:[^\W\d_]{1,14}+ ?){1,4}+):")


def named(source: Source, script: Script, language: str, cast: Container[str]) -> dict[str, str]:
    """The words that name fields in a story, each with its key.

    A word of another language counts where the story's `language`, a label or unit of its marks, or another such word
    in one of its shots is of that language: `Ton:` alone may be a person.
    """
    languages, used = telling(source, script, cast)
    ours = _of_languages(frozenset({language.partition("-")[0].lower(), *languages} | _ALWAYS))
    if not used:
        return dict(ours)
    known, spoken = words.lookup(*KEYS), words.languages(*KEYS)
    beside = {word: {tag for other in used if other != word for tag in spoken[other]} for word in used}
    others = {word: known[word] for word, tags in beside.items() if not tags.isdisjoint(spoken[word])}
    return {**ours, **others}


def telling(source: Source, script: Script, cast: Container[str]) -> tuple[set[str], set[str]]:
    """What of a script tells which words name fields: the languages of its marks, and words of other languages."""
    used = set(_used(script, cast))
    if used:
        spoken = words.languages(*KEYS)
        used = {word for word in used if word in spoken and _ALWAYS.isdisjoint(spoken[word])}
    return _of_marks(source, script), used


@lru_cache(maxsize=32)
def _of_languages(tags: frozenset[str]) -> dict[str, str]:
    """The words of some languages that name fields, each with its key; kept, since it is asked often."""
    wanted = {word for key in KEYS for tag in tags for word in words.by_language(key).get(tag, ())}
    keys: dict[str, str] = {}
    for key in KEYS:
        for word in words.of(key):
            if word in wanted:
                keys.setdefault(word, key)
    return keys


def english(word: str) -> bool:
    """Whether a word is English for a field, which no speaker in capitals is called."""
    return "en" in words.languages(*KEYS).get(word, ())


def word_of(row: Row) -> str:
    """The word before a `NAME: words` row's colon as the table spells it, "" where a manner stands behind it."""
    plain = _PLAIN.match(row.text)
    if plain is not None:
        return folded(plain[1])
    match = pattern("PAIR").match(row.text)
    if match is None or match[3]:
        return ""
    return folded(match[1] + (f"/{match[2]}" if match[2] else ""))


def folded(name: str) -> str:
    """A name as the table of words spells it."""
    return unicodedata.normalize("NFC", words.fold(name.strip()))


def suggestion(source: Source, row: Row) -> Finding | None:
    """The finding for a row whose word would be a field if the story were in its language (SB106), or None."""
    key = words.lookup(*KEYS).get(word_of(row))
    match = pattern("PAIR").match(row.text)
    if key is None or match is None:
        return None
    span = source.span(row.start + match.start(1), row.start + match.end(2 if match[2] else 1))
    typed = source.text[span.start : span.end]
    tag = words.languages(*KEYS)[word_of(row)][0]
    return Finding(
        f"`{typed}:` is text, in another language (`{tag}`) it is `{key}:`",
        span,
        f"write `{key}:`, or name the story's `language`, or write `\\{typed}:` if it is text",
        code="SB106",
        fix=Fix(Safety.UNSAFE, f"write `{key}`", (Edit(span, key),)),
    )


def _used(script: Script, cast: Container[str]) -> Iterator[str]:
    """The words before the colons of all `NAME: words` rows in shots, the names of the cast left out."""
    for clip in script.clips:
        for shot in clip.shots:
            for row in shot.rows:
                word = word_of(row) if row.kind == "PAIR" else ""
                if word and (match := pattern("PAIR").match(row.text)) is not None and match[1].strip() not in cast:
                    yield word


def _of_marks(source: Source, script: Script) -> set[str]:
    """The languages of the labels and units of a story's marks; what is English too tells nothing."""
    languages: set[str] = set()
    marks = [shot.mark for clip in script.clips for shot in clip.shots]
    labels, units = {mark.label for mark in marks}, {_unit(source, mark) for mark in marks}
    for roles, listed in ((("shots", "parts", "weak"), labels), (("seconds",), units)):
        english = words.by_language(*roles).get("en", ())
        others = [word for typed in listed if typed and (word := folded(typed)) not in english]
        for word in others:
            languages.update(words.languages(*roles).get(word, ()))
    return languages


def _unit(source: Source, mark: Mark) -> str:
    if mark.time_span is None or mark.end_span is None:
        return ""
    return source.text[mark.end_span.end : mark.time_span.end].strip("[](（）【】) \t.")
