"""What the closing text of a clip asks for: words to be read, what is seen at the end, and a fade or a cut to black."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.words import left_over, meant, row
from storyboard.language import words
from storyboard.language.quotes import QUOTED
from storyboard.language.words import block, unspaced
from storyboard.patterns import lazy

_SENTENCE = lazy(r"[^.!?…。！？\n]*[.!?…。！？]+(?:[ \u00a0\u202f]?[\"”“»」』])*|[^.!?…。！？\n]+")
_LAST_STOP = lazy(r"[.!?…。！？]?[ \u00a0\u202f]?[\"”“»」』]$")
_ENDED = ".!?…。！？।؟"
_STOP = lazy(r"[.!?…。！？]")
_FEW = 6  # words of a sentence in which a direction may stand anywhere


class ClipEnding(msgspec.Struct, frozen=True):
    """How a clip ends: `title` is to be read, `action` is seen, and the picture goes `into` a colour.

    `sudden` is a cut to it, no fade.
    """

    title: str = ""
    action: str = ""
    into: Literal["", "black", "white"] = ""
    sudden: bool = False


def ending_of(closing: str) -> ClipEnding:
    """The ending that a closing text describes, sentence by sentence.

    What is quoted, is called a title or a logo, or ends without a stop is to be read; other sentences are seen. What
    asks for something to be left out, `No subtitles.`, is neither.
    """
    title: list[str] = []
    action: list[str] = []
    ending = ClipEnding()
    for line in closing.splitlines():
        left: list[str] = []
        for sentence in _sentences(line):
            asked = _direction(sentence)
            ending = asked or ending
            left += [] if asked or _rules_out(sentence) else [sentence]
        lettering = bool(left) and left[-1][-1] not in _ENDED
        for sentence in left:
            quotes = [next(filter(None, match.groups())).strip() for match in QUOTED.finditer(sentence)]
            if quotes:
                title += quotes
            elif _is_lettering(sentence):
                title.append(sentence.partition(":")[2].strip() or sentence.rstrip(_ENDED))
            elif lettering:
                title.append(sentence)
            else:
                action.append(sentence)
    return msgspec.structs.replace(ending, title="\n".join(title), action=" ".join(action))


def ended(reel: Reel, ending: ClipEnding) -> tuple[Card, ...]:
    """The cards of a reel, the last with what is seen at the end of it among its words."""
    if not ending.action or not reel.cards:
        return reel.cards
    *others, last = reel.cards
    return *others, msgspec.structs.replace(last, action=f"{last.action}\n{ending.action}".strip())


def _sentences(line: str) -> list[str]:
    # A stop within a quotation ends no sentence, but for the last one.
    masked = QUOTED.sub(_masked, line)
    return [line[match.start() : match.end()].strip() for match in _SENTENCE.finditer(masked) if match[0].strip()]


def _masked(match: re.Match[str]) -> str:
    last = _LAST_STOP.search(match[0])
    end = last.start() if last is not None else len(match[0])
    return _STOP.sub("_", match[0][:end]) + match[0][end:]


def _direction(sentence: str) -> ClipEnding | None:
    """The ending that a sentence directs: its first words do, or it has few."""
    folded = sentence.casefold()
    count = len(folded.split())
    for language in block("changes"):
        spotted = dict(meant("changes", language, folded))
        matches = [match for name in ("fade_out", "black") for match in spotted.get(name, [])]
        if matches and (count <= _FEW or min(match.start() for match in matches) == 0):
            sudden = "fade_out" not in spotted
        elif any(match.start() == 0 for match in spotted.get("fade", [])):
            sudden = False
        else:
            continue
        white = any(name == "white" for name, _ in meant("traits", language, folded))
        return ClipEnding(into="white" if white else "black", sudden=sudden)
    return None


def _rules_out(sentence: str) -> bool:
    """Whether a sentence asks for something to be left out: `No subtitles, no logos.`; Han and Kana may say so last."""
    folded = sentence.casefold()
    for language in block("omissions"):
        spotted = dict(meant("omissions", language, folded))
        asking, things = spotted.get("ruled_out", []), spotted.get("unwanted", [])
        # `Without a sound she leaves` is seen.
        rest = left_over(folded, [*asking, *things, *row("common", language).finditer(folded)])
        if things and len(rest) <= 1 and any(not match.start() or unspaced(match[0]) for match in asking):
            return True
    return False


def _is_lettering(sentence: str) -> bool:
    """Whether a sentence begins with the name of what is to be read: `Logo.`, `Title: …`."""
    folded = words.fold(sentence)
    listed = (*words.of("writing"), *words.of("cues"))
    return re.compile(words.whole(listed)).match(folded) is not None and len(folded.split()) <= _FEW
