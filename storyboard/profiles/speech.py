"""How long words take to be spoken, as a range: a rate by language, kept with its source in `speech.yaml`."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from storyboard.language import yamltext
from storyboard.patterns import lazy
from storyboard.source import Source

if TYPE_CHECKING:
    from storyboard.language.story import Clip

Unit = Literal["words", "syllables", "characters"]

_WORD = lazy(r"[^\W_]++(?:['’\u0300-\u036f\u0900-\u0dff\u064b-\u065f-][^\W_]*+)*+")
_VOWELS = lazy(r"[aeiouyæøœаеёиоуыэюяіїєαεηιουω]++")
_DIGIT = lazy(r"[0-9]")
# The scripts that name their language well enough; Latin and others are decided by the words or stay unknown.
_SCRIPTS = (
    ("ja", lazy(r"[\u3040-\u30ff]")),
    ("ko", lazy(r"[\uac00-\ud7a3]")),
    ("zh", lazy(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")),
    ("th", lazy(r"[\u0e01-\u0e4e]")),
    ("hi", lazy(r"[\u0900-\u097f]")),
    ("ar", lazy(r"[\u0600-\u06ff]")),
    ("he", lazy(r"[\u0590-\u05ff]")),
    ("ru", lazy(r"[\u0400-\u04ff]")),
    ("en", lazy(r"[A-Za-z]")),
)
_CHARACTERS = lazy(r"[\u0e01-\u0e2e\u0e30-\u0e45\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
_ENOUGH = 0.2


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The units a second at which people speak a language, from slow to fast, and where that is from."""

    unit: Unit
    slow: float
    fast: float
    source: str


class Turn(msgspec.Struct, frozen=True):
    """When a line is spoken, in milliseconds: it takes from `start` to `end` and may take until `limit`."""

    start: int
    end: int
    limit: int


@cache
def rates() -> dict[str, Rate]:
    """The rates by language, `default` among them."""
    place = Path(__file__).with_name("speech.yaml")
    if place.is_file():
        text = place.read_text(encoding="utf-8")
    else:  # a zipped wheel has no paths
        from importlib import resources

        text = (resources.files("storyboard.profiles") / "speech.yaml").read_text(encoding="utf-8")
    root, _ = yamltext.read(Source(place.name, text), 0, len(text))
    raw = {
        key.text: {name.text: value.text for name, value in section.entries if isinstance(value, yamltext.Scalar)}
        for key, section in root.entries
        if isinstance(section, yamltext.Mapping)
    }
    return msgspec.convert(raw, dict[str, Rate], strict=False)


@lru_cache(1024)  # a line is asked for by each rule, take and variant
def estimate(text: str, language: str | None = None) -> tuple[int, int]:
    """The milliseconds that a text takes when spoken fast and when spoken slowly, (0, 0) for one without words.

    `language` is a BCP 47 tag, of which the first part counts; without one that is known the script decides. A word in
    another script than the language's, such as a name in Latin letters, is counted at that script's own rate.
    """
    tag = (language or "").replace("_", "-").partition("-")[0].lower()
    known = tag if tag in rates() and tag != "default" else guess(text)
    rate = rates()[known]
    fast, slow = 0.0, 0.0
    foreign = Counter[str]()
    if rate.unit == "characters":
        characters = len(_CHARACTERS.findall(text))
        fast, slow = characters / rate.fast, characters / rate.slow
        foreign["en"] = len(_WORD.findall(_CHARACTERS.sub(" ", text)))
    else:
        foreign["zh"] = len(_CHARACTERS.findall(text))
        words = _WORD.findall(_CHARACTERS.sub(" ", text))
        count = len(words) if rate.unit == "words" else sum(map(_syllables, words))
        fast, slow = count / rate.fast, count / rate.slow
    for other, count in foreign.items():
        fast, slow = fast + count / rates()[other].fast, slow + count / rates()[other].slow
    return round(fast * 1000), round(slow * 1000)


def turns(texts: Sequence[str], start: int, end: int, language: str) -> Iterator[Turn]:
    """When each line of a shot is spoken: they share it by the time that people take, and end when they would.

    The free film speaks by these turns and subtitles show them, so that a cue begins with its sound.
    """
    times = [max(1, sum(estimate(text, language)) // 2) for text in texts]
    total, done = sum(times), 0
    for time in times:
        begin = start + (end - start) * done // total
        done += time
        limit = start + (end - start) * done // total
        yield Turn(begin, min(limit, begin + time), limit)


def spoken_language(clip: Clip) -> str:
    """The language of a clip's speech in two letters: its setting's, or its labels'; empty where nothing tells."""
    setting = clip.settings.get("language")
    if setting is not None and setting.value:
        return str(setting.value).casefold()[:2]
    languages = (shot.mark.language for shot in clip.shots if shot.mark is not None)
    # A label that several languages share has a longer word.
    return next((language for language in languages if len(language) == 2), "")


def guess(text: str) -> str:
    """The language that a text's script speaks for, `default` where it is none of the table's.

    Kana beside Chinese characters is Japanese from a fifth of the letters on; else the commonest script counts.
    """
    counts = {language: len(pattern.findall(text)) for language, pattern in _SCRIPTS}
    if counts["ja"] and counts["ja"] >= _ENOUGH * (counts["ja"] + counts["zh"]):
        counts["ja"] += counts["zh"]
    language, most = max(counts.items(), key=lambda pair: pair[1])
    if not most:
        return "default"
    accents = sum(map(text.count, "áàâãäåçéèêëíìîïñóòôõöøúùûüýăđơưşğıßłńśźż"))
    # Latin letters with more than a stray accent are some other language than English.
    return "default" if language == "en" and accents * 25 > most else language


def _syllables(word: str) -> int:
    """The syllables of a word: its runs of vowels, or its digits, each of which is spoken; at least one."""
    digits = len(_DIGIT.findall(word))
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))
    return max(1, digits * 2 + len(_VOWELS.findall(plain)))
