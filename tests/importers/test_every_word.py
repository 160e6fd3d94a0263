"""No word of a text is lost or added: what is not a shot's label, its time or a setting stays in its words."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.importers import Draft, read, written
from storyboard.language import words
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.terminals import FIELDS, field
from tests.helpers import all_hold
from tests.importers.reading import compiled
from tests.importers.test_kept_words import BEHIND, DRESSED
from tests.importers.test_kinds import HYPHENS, KINDS
from tests.importers.test_kinds_worded import NAMED, PROSE, SPOKEN, TIMED
from tools.reading.filling import made
from tools.reading.loading import own, traps

_LETTER = rf"(?:[^\W_]|[{words.SIGNS}])"
# A word with what it is joined to, so that the `го` of `1-го` is none; of a script without blanks each letter.
_PLAIN = rf"(?:(?![{words.UNSPACED}]){_LETTER})+"
_WORD = re.compile(rf"[{words.UNSPACED}]|{_PLAIN}(?:['.:-]{_PLAIN})*")
_PARTS = re.compile(rf"\d+|[{words.UNSPACED}]|(?:(?![{words.UNSPACED}\d]){_LETTER})+")
# What a mark is made of.
_ROLES = (
    "shots", "parts", "weak", "counted", "counted_parts", "counting", "nth", "initials", "zero", "numbers", "numbers_2",
    "ordinals", "ordinals_2", "ordinals_3", "ordinals_4", "ordinals_5", "further", "ordered", "ordered_after", "acts",
    "roman", "seconds", "minutes", "frames", "thousandths", "to", "and", "from", "between", "instants", "ends",
    "lasting", "totals", "times", "lengths", "starts", "finishes", "out_of", "within", "copulas", "shots_within",
    "order_first", "order_next", "order_last", "order_rest", "order_leads", "order_trails",
)  # fmt: skip
_BESIDE = ("le", "la", "the", "die", "der", "pt")  # articles before an ordinal, and what begins PT3S
_LEARNT = "ta-kaatchi"  # whose unit and label no table has
SHAPED = [*KINDS.items(), *TIMED.items(), *DRESSED.items(), *BEHIND.items()]


@cache
def _marking() -> frozenset[str]:
    """The words that marks are made of, each part of those that are more than one."""
    known = (*words.of(*_ROLES), *_BESIDE, *(word for key in FIELDS for word in field(key)))
    return frozenset(part for word in known for part in _PARTS.findall(canonical(word).rstrip("*")))


def _of_a_mark(word: str) -> bool:
    """Whether a word is made of numbers and the words of marks alone: `3s`, `0-3sec`, `shot1`."""
    return all(
        part.isdigit() or (len(part) == 1 and part.isascii()) or part in _marking() for part in _PARTS.findall(word)
    )


def _texts() -> Iterator[tuple[str, str]]:
    yield from ((name, text if isinstance(text, str) else text[0]) for name, text in SHAPED if name != "subtitles")
    yield from ((text, text) for text in (*HYPHENS, *NAMED, *PROSE, *SPOKEN))
    plain = [text for text in (*own(), *made(), *traps()) if not text.data and text.id != _LEARNT]
    yield from ((text.id, text.text) for text in random.Random(12).sample(plain, 200))


def _said(story: Compiled, *, marks: bool = False) -> str:
    """All that the clips of a story hold with their titles, and with `marks` the marks as typed."""
    parts: list[str] = [story.title]
    for clip in story.clips:
        parts += (clip.title, clip.overview.value, clip.closing.value)
        parts += (repr(clip.settings["negative_prompt"].value) if "negative_prompt" in clip.settings else "",)
        for shot in clip.shots:
            if marks and shot.mark is not None:
                parts.append(story.sources[story.path].text[shot.mark.span.start : shot.mark.span.end])
            fields = [f"{field.key} {field.text.value}" for field in shot.fields]
            speech = [f"{line.name} {line.manner} {line.typed.value}" for line in shot.dialogue]
            parts += (shot.title, shot.action.value, *fields, *speech)
    return "\n".join(parts)


def _missing(text: str, said: str) -> list[str]:
    """The words of a text that what was made of it lacks, but for those that marks are made of."""
    before, after = (Counter(_WORD.findall(canonical(part))) for part in (text, said))
    return [word for word in (before - after).elements() if not _of_a_mark(word)]


def test_import_keeps_each_word() -> None:
    def holds(row: tuple[str, str]) -> None:
        draft = read(row[1])
        if isinstance(draft, Draft):
            assert _missing(row[1], _said(compiled(written(draft)))) == []
        else:
            assert draft.message

    all_hold(holds, _texts(), lambda row: row[0])


def test_check_sends_each_word_or_says_what_it_did_not_read() -> None:
    def holds(row: tuple[str, str]) -> None:
        story = compiled(f"{row[1]}\n")
        told = any(finding.level == "error" or finding.code.startswith("SB1") for finding in story.diagnostics)
        assert told or _missing(row[1], _said(story, marks=True)) == []

    all_hold(holds, _texts(), lambda row: row[0])


def test_a_word_that_is_lost_is_missing() -> None:
    assert _missing("Сцена 1-го акта", "го акта") == ["1-го"]
    assert _missing("Shot 1 [0-3s] A rope.", "A rope.") == []
    assert _missing("灯亮。", "灯。") == ["亮"]
