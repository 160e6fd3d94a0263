"""Lines that are text and were meant as a setting or a field: a slip, another name for it, or no colon behind it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container, Iterable, Sequence
from functools import cache

from storyboard.diagnostics import Edit, Finding, Fix, Safety, one_slip
from storyboard.language import words
from storyboard.language.story import Row
from storyboard.patterns import lazy, of_words
from storyboard.source import Source

# A slip (`camra:`) is looked for among these in a shot, and among the settings before it.
FIELDS = ("camera", "light", "sound", "music", "transition")
_SHORT = tuple(f"short_{name}" for name in FIELDS if name != "transition")
# What other tools call a setting.
_ELSEWHERE = {
    "negative": "negative_prompt",
    "aspect": "size",
    "aspect_ratio": "size",
    "ratio": "size",
    "resolution": "size",
    "dimensions": "size",
    "variables": "vars",
    "length": "duration",
    "soundtrack": "audio",
    "music": "audio",
    "multi_shot": "multi_shots",
    "prompt_extend": "enable_prompt_expansion",
    "includes": "include",
}
# Keys of a project's storyc.toml, and what people call its cap.
_PROJECT = frozenset(("provider", "out", "jobs", "store", "ledger"))
_CAPS = frozenset(("max_cost", "budget", "max_spend", "cap", "caps"))
# The rows of the table of words whose words other languages have for a setting.
_ROLES = {
    "negatives": "negative_prompt",
    "casts": "cast",
    "totals": "duration",
    "lengths": "duration",
    "shapes": "size",
    "titles": "title",
}
_SLIP = of_words(r"[ \t]*+([A-Za-z_]{3,24})[ \t]*+[:：]", lambda: ":：")
_KEY = of_words(
    r"[ \t]*+(?:[-*•][ \t]++)?+[*_]*+([^\W\d_](?:[\w]| (?=\w)|-(?=\w)){0,30}+)[*_]*+[ \t]*+[:：][*_]*+[ \t]*+(.*)",
    lambda: ":：",
)
_NO_COLON = of_words(
    r"[ \t]*+([^\W\d_](?:\w| (?=\w)){1,30}+)([ \t]*+=(?!=)|[;；]|[ \t]++[-–—](?=[ \t]))[ \t]*+(\S.*)",
    lambda: "=;；-–—",
)
_FIRST_WORD = lazy(r"[ \t]++([^\W\d_]++)[ \t]++(?=[^\W\d_])")
_BOLD_KEY = of_words(
    r"[ \t]*+((?:[-*•][ \t]++)?+(?:\*{2}|__)([^\W\d_][^*_:：\n]{1,30}+)"
    r"(?:[:：](?:\*{2}|__)|(?:\*{2}|__)[:：])[ \t]*+)(?=\S)",
    lambda: ("**", "__"),
)
_AROUND = " \t#*_:："
_FEW = 3  # words of a way out of a shot: `cut to: a wide shot of the harbour` is prose
_SENTENCE = ".!?…。！？"
_CLOSERS = " \t\n*_\"'”’»)]）】」』"
_SEMICOLONS = frozenset(";；")
_DASH = lazy(r"[ \t][-–—][ \t]")


def called(key: str, known: Collection[str]) -> str | None:
    """The setting that other tools or languages call by a key, where it is among those that are known."""
    typed = words.fold(key.strip())
    role = _ROLES.get(words.lookup(*_ROLES).get(typed, ""))
    name = _ELSEWHERE.get(re.sub("[- ]", "_", typed)) or role
    return name if name in known else None


def of_project(key: str) -> str:
    """What to write where a key that is no setting of a story is one of its project, "" for another key."""
    if key in _CAPS:
        return "write `run = 5` under `[caps]` in storyc.toml, or give `--max-cost 5` to a build"
    return f"write it into storyc.toml: `{key} = …`" if key in _PROJECT else ""


def lying(lines: str) -> str:
    """What to write for a size that tells its lines alone, `1080p`, or its shape alone, `16:9`: each names several."""
    shape = re.fullmatch(r"([0-9]{1,2}) ?[:：] ?([0-9]{1,2})", lines)
    if shape is not None and shape[1] != shape[2]:
        form = "landscape" if int(shape[1]) > int(shape[2]) else "portrait"
        return f"write `size: 720p {form}` or `size: 1080p {form}`"
    if re.fullmatch(r"[0-9]{3,4}[pP]|[24][kK]", lines) is None:
        return ""
    return f"write `size: {lines} landscape` or `size: {lines} portrait`"


def length_typed(text: str) -> str | None:
    """The number of a length in seconds, `10`, `10s` or `10 seconds`, as it was typed; None for another text."""
    units = words.alternation(words.of("seconds"))
    match = re.fullmatch(rf"([0-9]{{1,6}}(?:\.[0-9]{{1,6}})?)[ \t]*(?:{units})?", words.fold(text))
    return match[1] if match else None


def people(source: Source, row: Row, below: Sequence[Row]) -> Finding | None:
    """The finding for a row that heads a list of who is seen, which is text as it stands (SB106), or None."""
    if words.fold(row.text.strip(_AROUND)) not in words.known("casts"):
        return None
    from storyboard.language.syntax.castlist import cast_list  # few stories have one

    return cast_list(source, row, below)


def setting_slip(source: Source, row: Row, known: Collection[str], others: Collection[str]) -> Finding | None:
    """The finding for a text row before the shots whose key is nearly that of a setting (SB106), or None.

    `others` are those of the settings that may be meant under another name.
    """
    return (
        _named_otherwise(source, row, others)
        or _without_colon(source, row, known)
        or _slip(source, row, "setting", (name for name in known if len(name) > 4))
    )


def field_slip(source: Source, row: Row, spelled: Iterable[str] = ()) -> Finding | None:
    """The finding for a text row in a shot whose key is nearly that of a field (SB106), or None.

    `spelled` are the words that name fields in the story; a row may lack the accents of one.
    """
    return (
        _named_otherwise(source, row, ("negative_prompt",))
        or _needless(source, row)
        or _directed(source, row)
        or _short(source, row)
        or _without_colon(source, row, words.lookup(*FIELDS))
        or _slip(source, row, "field", FIELDS, (name for name in spelled if not name.isascii()))
    )


def field_without_colon(source: Source, row: Row, above: str, fields: Container[str]) -> Finding | None:
    """The finding for `camera slow push in`, a line of its own that begins with a field's word (SB106), or None.

    `above` is the text before it: where no sentence ends there the row may go on with it, as wrapped prose does.
    """
    match = _FIRST_WORD.match(row.text)
    if match is None or match[1] not in fields or row.text.rstrip()[-1] in _SENTENCE:
        return None
    if above.rstrip(_CLOSERS)[-1:] not in _SENTENCE:
        return None
    end = row.start + match.end(1)
    return Finding(
        f"`{match[1]}` stands here without a colon, so the line is text of the shot",
        source.span(row.start + match.start(1), end),
        f"write `{match[1]}:`, or `\\{match[1]}` if it is text",
        code="SB106",
        fix=Fix(Safety.UNSAFE, f"write `{match[1]}:`", (Edit(source.span(end, end), ":"),)),
    )


def _named_otherwise(source: Source, row: Row, known: Collection[str]) -> Finding | None:
    """The finding for a key that another language, or another tool, has for a setting."""
    match = _KEY.match(row.text)
    name = called(match[1], known) if match else None
    bold = match is not None and row.text[match.start(1) - 1 : match.start(1)] in ("*", "_")
    if match is None or name is None or not _suits(name, match[1], match[2].strip(), bold=bold):
        return None
    # Bullets and emphasis round the key belong to no setting.
    key = source.span(row.start + _indent(row), row.start + match.start(2))
    return Finding(
        f"`{match[1]}:` is text and is sent to the model, the setting is called `{name}:`",
        source.span(row.start + match.start(1), row.start + match.end(1)),
        f"write `{name}:`, or `\\{match[1]}:` if it is text",
        code="SB106",
        fix=Fix(Safety.UNSAFE, f"write `{name}`", (Edit(key, f"{name}: " if match[2] else f"{name}:"),))
        if match[2] or name == "cast"
        else None,
    )


def _needless(source: Source, row: Row) -> Finding | None:
    """The finding for `**Visual:** A lamp`: what is seen in a shot stands behind no key."""
    match = _BOLD_KEY.match(row.text)
    if match is None or words.fold(match[2]) not in words.known("actions"):
        return None
    return Finding(
        f"`{match[1].strip()}` is sent to the model, what is seen in a shot has no key",
        source.span(row.start + match.start(2), row.start + match.end(2)),
        f"take `{match[1].strip()}` out",
        code="SB106",
        fix=Fix(
            Safety.UNSAFE,
            f"take `{match[1].strip()}` out",
            (Edit(source.span(row.start + match.start(1), row.start + match.end(1)), ""),),
        ),
    )


def _directed(source: Source, row: Row) -> Finding | None:
    """The finding for `cut to: black` and `end: fade out` in a shot: how it ends is its transition."""
    match = _KEY.match(row.text)
    key = words.fold(match[1]) if match else ""
    if match is None or key not in words.known("ways_out") or not 0 < len(match[2].split()) <= _FEW:
        return None
    said = match[2].strip().rstrip(".")
    # `end: fade to black` says it all; of `cut to: black` the key is a part.
    write = f"transition: {said if key in words.known('endings') else f'{key} {said}'}"
    at, end = row.start + _indent(row), row.start + len(row.text.rstrip())
    return Finding(
        f"`{match[1]}:` is text, how a shot changes is called `transition:`",
        source.span(row.start + match.start(1), row.start + match.end(1)),
        f"write `{write}`, or `\\{match[1]}:` if it is text",
        code="SB106",
        fix=Fix(
            Safety.UNSAFE, f"write `{write}`", (Edit(source.span(at, end), f"  {write}" if at == row.start else write),)
        ),
    )


def _short(source: Source, row: Row) -> Finding | None:
    """The finding for `CAM: push in` and `DISSOLVE TO:`: what a crew or a screenplay writes for a field."""
    match = _KEY.match(row.text)
    role = words.lookup("leaving", *_SHORT).get(words.fold(match[1]), "") if match else ""
    if match is None or not role:
        return None
    if role == "leaving":
        if match[2].strip():
            return None
        from storyboard.language.syntax.transitions import leading  # few shots have such a line

        return leading(source, row)
    name = role.removeprefix("short_")
    span = source.span(row.start + match.start(1), row.start + match.end(1))
    return Finding(
        f"`{match[1]}:` is text, the field is called `{name}:`",
        span,
        f"write `{name}:`, or `\\{match[1]}:` if it is text",
        code="SB106",
        fix=Fix(Safety.UNSAFE, f"write `{name}`", (Edit(span, name),)),
    )


def _suits(name: str, key: str, value: str, *, bold: bool) -> bool:
    """Whether a text can be the value of a setting that its key may stand for: most such keys are prose as well.

    A key that is set in `bold` is a key: `**Title:** The lamp`.
    """
    if name == "duration":
        return length_typed(value) is not None
    if name == "title":
        return bool(value) and (bold or words.fold(key) in _titles())
    return name == "negative_prompt" or (name == "cast" and not value)


@cache
def _titles() -> frozenset[str]:
    """The word of each language but English for a title; the others of its row may be of what is seen."""
    return frozenset(listed[0] for tag, listed in words.by_language("titles").items() if tag != "en")


def _without_colon(source: Source, row: Row, known: Container[str]) -> Finding | None:
    """The finding for `key = value`, `key; value` and `KEY - value`, with a known key in any case."""
    match = _NO_COLON.match(row.text)
    if match is None or words.fold(match[1]) not in known or _DASH.search(match[3]) is not None:
        return None
    if match[2] in _SEMICOLONS and not _SEMICOLONS.isdisjoint(match[3]):
        return None  # `Light; music; laughter` is a list
    typed = match[1] + (match[2] if match[2] in _SEMICOLONS else f" {match[2].strip()}")
    return Finding(
        f"`{typed}` is text and is sent to the model, a key ends with a colon",
        source.span(row.start + match.start(1), row.start + match.end(2)),
        f"write `{match[1]}:`, or `\\{match[1]}` if it is text",
        code="SB106",
        fix=Fix(
            Safety.UNSAFE,
            f"write `{match[1]}:`",
            (Edit(source.span(row.start + match.start(1), row.start + match.start(3)), f"{match[1]}: "),),
        ),
    )


def _slip(source: Source, row: Row, what: str, names: Iterable[str], accented: Iterable[str] = ()) -> Finding | None:
    """The finding for a key that is a slip away from a known one, or has letters without its accents (SB106)."""
    match = _SLIP.match(row.text)
    if match is None:
        return None
    word = match[1].lower()
    meant = next((name for name in accented if _unaccented(name) == word), None) or next(
        (name for name in names if one_slip(word, name)), None
    )
    if meant is None:
        return None
    span = source.span(row.start + match.start(1), row.start + match.end(1))
    return Finding(
        f"`{match[1]}:` is text, the {what} is called `{meant}:`",
        span,
        f"write `{meant}:`, or `\\{match[1]}:` if it is text",
        code="SB106",
        fix=Fix(Safety.UNSAFE, f"write `{meant}`", (Edit(span, meant),)),
    )


def _unaccented(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _indent(row: Row) -> int:
    return len(row.text) - len(row.text.lstrip())
