"""The terminals of story.lark that hold words of human languages, made from the table of words.

Every expression begins a word with a set of its letter in both cases, which the engine looks at before it enters a
branch: a line that begins with none of the words costs as much as with four of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from storyboard.language import words

__all__ = ["any_of", "field", "known", "labels", "numbered", "text", "unit"]

# No letter of a script that puts blanks between its words: `3s` but not `3steps`, and `3s画面` as people write it.
_END = rf"(?![^\W\d_{words.UNSPACED}])"
# What parts a label from its words: a hyphen that touches both is of the words, as in `Scene 2-person table`.
_DASH = rf"(?:—(?![0-9])|(?<!\w)[–-](?![0-9])|[–-](?![0-9]|(?![{words.UNSPACED}])[^\W_]))"
_LONG_CLOCK = r"[0-9]{1,2}+:[0-9]{2}:[0-9]{2}(?:[.,:;][0-9]{1,3}+)?(?=[ \t]*+(?:[-–—~〜～]|[^\W\d_]{1,8}+[ \t]*+[0-9]))"
FIELDS = ("camera", "light", "sound", "music", "transition")


def any_of(listed: Iterable[str]) -> str:
    """An expression for any of some words in any case, the longest first; a blank in a word is a blank or a tab."""
    first: dict[str, list[str]] = {}
    for word in sorted(set(listed), key=lambda word: (-len(word), word)):
        first.setdefault(word[0], []).append(word[1:])
    branches: list[str] = []
    for letter, rests in first.items():
        upper = letter.upper()
        both = letter if upper == letter or len(upper) > 1 else letter + upper
        both += "\u0130" if letter == "i" else ""  # the dotted capital of Turkish
        head = f"[{both}]" if len(both) > 1 else re.escape(letter)
        tails = [re.escape(rest).replace(r"\ ", r"[ \t]").replace("/", r"\/") for rest in rests]
        tail = tails[0] if len(tails) == 1 else f"(?:{'|'.join(tails)})"
        cased = any(rest.upper() != rest for rest in rests)
        branches.append(
            head
            + (
                f"(?i:{tail.removeprefix('(?:').removesuffix(')')})"
                if cased and len(tails) > 1
                else f"(?i:{tail})"
                if cased
                else tail
            )
        )
    return "|".join(branches)


def _bounded(listed: Iterable[str], before: str = "") -> str:
    """As `any_of`, where a word of a spaced script, and a Thai one of two letters, is no part of a longer one."""
    every = list(listed)
    spaced = [word for word in every if not words.unspaced(word)]
    short = [word for word in every if "\u0e00" <= word[0] < "\u0e80" and len(word) < 3]
    glued = [word for word in every if word not in spaced and word not in short]
    parts = [f"{before}(?:{any_of(spaced)}){_END}"] if spaced else []
    parts += [any_of(glued)] if glued else []
    parts += [rf"(?:{any_of(short)})(?![^\W\d_])"] if short else []
    return "|".join(parts)


def labels(language: str = "") -> tuple[str, ...]:
    """The labels that count by their number alone, of one language or of all; `step` and its like want a time."""
    tables = words.by_language("shots", "parts", "weak")
    everyday: Mapping[str, tuple[str, ...]] = words.by_language("everyday")
    chosen = [language] if language else list(tables)
    return tuple(
        dict.fromkeys(word for name in chosen for word in tables.get(name, ()) if word not in everyday.get(name, ()))
    )


def numbered(*roles: str, group: str = "(") -> str:
    """What stands behind `第2` to make a label: a classifier, and the label, before which `group` opens."""
    listed = words.of(*roles)
    classifiers = _classifiers()
    bare = {word[1:] if word[0] in classifiers and len(word) > 1 else word for word in listed}
    lead = f"(?:{any_of(classifiers)})?" if classifiers else ""
    return f"{lead}{group}{any_of(bare)})"


@cache
def _known() -> frozenset[str]:
    classifiers = _classifiers()
    counted = words.of("counted")
    bare = (word[1:] for word in counted if word[0] in classifiers)
    return frozenset((*labels(), *counted, *bare))


def known(label: str) -> bool:
    """Whether a word is a label by itself; any other is one only by its number and its time."""
    return words.fold(label) in _known()


@cache
def _classifiers() -> frozenset[str]:
    every = words.of("counted", "counted_parts")
    return frozenset(word[0] for word in every if word[1:] in every and word[0] in words.of("counters"))


def unit() -> tuple[str, ...]:
    """The words for seconds; one that also stands between the ends of a range is none."""
    return tuple(word for word in words.of("seconds") if word not in words.of("to"))


def separators() -> str:
    """What stands between the ends of a range: a dash, or a word with blanks round it, or with none in Han."""
    return rf"[-–—~〜～]|{_words_between()}"


def _words_between() -> str:
    spaced, glued = words.parted(words.of("to"))
    return rf"(?<![^\W_])(?:{any_of(spaced)})(?![^\W_])|{any_of(glued)}"


def text() -> str:
    """The lines of the grammar that hold words."""
    nth, digits = f"(?:{any_of(words.of('counting'))})", "[0-9０-９]{1,5}+"
    other = (*words.of("minutes"), *words.of("frames"))
    like = (
        r"[0-9０-９]{1,6}+(?:[.．,:：][0-9０-９]{1,6}+)*+[ \t]*+"
        rf"(?:(?:{_bounded([*unit(), *other])})[ \t]*+)?"
        rf"(?:[-–—~〜～\])）】]|(?:{_words_between()})(?=[ \t]*+[0-9０-９]))"
    )
    opening = r"[\[(（【][ \t]*+"
    terminals = {
        "LABEL": f"({any_of(labels())})",
        "NTH_LABEL": rf"{nth}[ \t]*+({digits})[ \t]*+{numbered('counted')}",
        "NTH_ANY": rf"{nth}[ \t]*+({digits})[ \t]*+{numbered('counted', 'counted_parts')}",
        "GLUED": f"({any_of(words.of('glued'))})",
        "UNIT_WORD": f"((?:{_bounded(unit())}))",
        "SEP_SIGN": f"(?:{separators()})",
        "END_WORD": f"((?:{_bounded(words.of('ends'))}))",
        "OTHER_UNIT_WORD": f"(?:{_bounded(other)})",
        "TIME_LIKE": like,
        "MISS_TAIL": f"(?:(?:{opening}|(?(frame)(?(shut)(?!))|(?!))){like}|(?(frame)(?!))(?(part)(?!)){opening}"
        f"|(?:{opening})?{_LONG_CLOCK})",
        "NUMBER_WORD": _number_word(),
        "OTHER_ORDER": _other_order(nth),
        "DASH": _DASH,
        "FIELD_WORD": f"(?:{'|'.join(f'({any_of(field(key))})' for key in FIELDS)})",
    }
    return "".join(f"{name}: /{expression}/\n" for name, expression in terminals.items())


def field(key: str) -> tuple[str, ...]:
    """A field's names in the languages whose field words count wherever they stand."""
    listed = words.by_language(key)
    return (*listed["en"], *listed["zh"])


def _spelt() -> tuple[str, ...]:
    """The numbers in letters; one of two letters is a word of prose (`on`, `un`)."""
    return tuple(word for word in words.of("numbers") if not words.unspaced(word) and len(word) > 2)


def _number_word() -> str:
    """A number in words behind a label: `Shot one`, `Toma dos`, `镜头一`."""
    signs = [word for word in words.of("numbers") if words.unspaced(word)]
    return rf"s?(?:[ \t]++(?:{any_of(_spelt())})(?![^\W_])|[ \t]*+(?:{any_of(signs)}){{1,3}}+)"


def _other_order(nth: str) -> str:
    """Other labels in words: `第一个镜头`, `First shot` before a bracket or colon, `SHOT ONE` on a line of its own."""
    signs = [word for word in words.of("numbers") if words.unspaced(word)]
    # A label of shots alone: `第一幕` is an act, and so a heading that lacks its sign.
    shots = [word for word in words.of("counted") if word in words.of("shots") or word[1:] in words.of("shots")]
    ends = r"(?=[ \t*_]*+(?:[:：.。,，、|｜–—\-\[(（【\]】]|\n|\Z))"
    parts = [rf"{nth}[ \t]*+(?:{any_of(signs)}){{1,3}}+[ \t]*+(?:{any_of(shots)}){ends}"]
    for language, own in words.by_language("by_ordinal").items():
        tables = (words.by_language(role).get(language, ()) for role in ("ordinals", "further"))
        before = [word for table in tables for word in table]
        counts = words.by_language("numbers").get(language, ())
        parts.append(rf"(?:{any_of(before)})[ \t]++(?:{any_of(own)})[ \t]*+(?=[\[(（【:：])")
        parts.append(rf"(?:{any_of(own)})[ \t]++(?:{any_of(counts)})[ \t*_]*+(?=\n|\Z)")
    return f"(?:{'|'.join(parts)})"
