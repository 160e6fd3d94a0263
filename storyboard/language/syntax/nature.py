"""What a text is where it is no story: a table, data, subtitles, a screenplay, a page, a command, a program.

The one function that judges this serves both the rule `not-a-story` and `storyc import`. It looks at shapes, and at
words of the table only where a shape alone could be prose: a header of CSV, the keys of a YAML list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import msgspec

from storyboard.language import words
from storyboard.language.syntax import elements
from storyboard.language.words.keys import key
from storyboard.patterns import lazy


class Nature(msgspec.Struct, frozen=True):
    """What a file looks like: its name with an article, and what to do with it where `storyc import` cannot read it."""

    name: str
    advice: str = ""


JSON = Nature("JSON")
YAML = Nature("YAML")
TABLE = Nature("a table")
CSV = Nature("CSV")
XML = Nature("XML")
LOGFMT = Nature("lines of pairs like `key=value`")
WEBVTT = Nature("WebVTT subtitles")
SRT = Nature("SRT subtitles")
COMMAND = Nature("a command")
PROGRAM = Nature("a program or a piece of data")
FRAGMENT = Nature("a piece of HTML")
SCREENPLAY = Nature("a screenplay")
HTML = Nature("an HTML page", "copy the storyboard's text out of the page into a file, and import that")
RTF = Nature("an RTF document", "save it as plain text, and import that")
WORD = Nature("a Word document", "save it as plain text, and import that")
ZIP = Nature("a zip archive", "unpack it, and import the text in it")
PDF = Nature("a PDF document", "copy the storyboard's text out of it into a file, and import that")
PICTURE = Nature("a picture", "name it in a shot of a story: `picture: FILE`")
SOUND = Nature("a sound", "name it in a story: `audio: FILE`")
FILM = Nature("a film", "give the file with the storyboard's text")
OFFICE = Nature("an Office document", "save it as plain text, and import that")
CHAT = Nature("a chat", "delete the date and the name before each message, so that a shot begins its line")

_LEAST_ROWS = 3
_LEAST_CELLS = 3
_CUE = lazy(
    r"[ \t]*+[0-9]{1,3}+(?::[0-9]{2}){1,2}+(?:[.,][0-9]{1,3}+)?+[ \t]*+-->"
    r"[ \t]*+[0-9]{1,3}+(?::[0-9]{2}){1,2}+(?:[.,][0-9]{1,3}+)?+(?:[ \t]++\w++:[^\s]++)*+[ \t]*+"
)
# `[28.11.26, 09:14:03] Kim: …`, and `11/28/26, 9:14 AM - Kim: …`.
_STAMP = lazy(
    r"[ \t\u200e]*+\[?[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4},?[ \t]++[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?\]?(?:[ \t]++-)?[ \t]++[^\n:]{1,40}:"
)
_RULE = lazy(r"[ \t]*+\|(?:[ \t]*+:?-{2,}+:?[ \t]*+\|)++[ \t]*+")
_PAGE = lazy(r"<(?:!doctype[ \t]+html|html|head|body)\b", re.IGNORECASE)
_BLOCK = lazy(r"<(?:div|p|table|ul|ol|h[1-6]|section|article|main|style|script)[ \t>]", re.IGNORECASE)
_CURL = lazy(r"(?:\$[ \t]*+)?curl[ \t]++(?:-|[\"']?https?:|\\\n)")
_KEY = lazy(r"[\"']?([^\W\d_][\w .#/-]{0,40}?)[\"']?:(?=[ \t]|\Z)")
_ITEM = lazy(r"([ \t]*+)-[ \t]++")
# Lines that hardly stand in prose: brackets alone, quoted keys, quoted lines of a list, openers, assignments, calls.
_ODD = lazy(
    r"[ \t]*+(?:[\[\](){}]++[,;]?+|\{[^\n:]*+:[^\n]*\}[,;]?+|[\"'][^\"'\n]{1,60}[\"'][ \t]*+:[^\n]*|"
    r"[\"'`][^\n]*[\"'`],|import [\w.]++[^\n]*|from [\w.]++ import [^\n]*|(?:const|let|var) [\w\[{][^\n]*=[^\n]*|"
    r"def [\w]++\([^\n]*|[\w.]++ = [^\n]*|[\w.]++\([^\n]*\);?+)[ \t]*+"
)
_OPENING = lazy(r"[ \t]*+[\w.\"']{1,60}+[ \t]*+[=:(][^\n]{0,200}(?<=[{\[(])")
_FENCED = lazy(r"^[ \t]*+(?:`{3,}+|~{3,}+)[^\n]*+\n([^`~]++)(?:`{3,}|~{3,})", re.MULTILINE)
_TRAILING = lazy(r",\s*+([}\]])")
_TO = lazy(r"[ \t]*+(?:FADE IN|[A-Z][A-Z ]{2,30} TO)(?: [A-Z]++)?:[ \t]*+")
_CUED = lazy(r"[(（][^()（）]*+[)）]")


_STARTS = (
    (b"{\\rtf", RTF),
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0", OFFICE),
    (b"\x89PNG\r\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"ID3", SOUND),
    (b"\xff\xfb", SOUND),
)
_RIFF = {b"WEBP": PICTURE, b"WAVE": SOUND, b"AVI ": FILM}


def of_bytes(data: bytes) -> Nature | None:
    """What a file is by its first bytes, where these say that it is no text of a story; else None."""
    if data.startswith(b"PK\x03\x04"):
        return WORD if b"word/" in data else ZIP
    if data[4:8] == b"ftyp":
        return FILM
    if data.startswith(b"RIFF") and data[8:12] in _RIFF:
        return _RIFF[data[8:12]]
    return next((nature for start, nature in _STARTS if data.startswith(start)), None)


@lru_cache(2)  # reading and laying out one text ask several times
def of_text(text: str) -> Nature | None:
    r"""What a text without a shot mark looks like where it is no story; None for prose and what begins with `\`."""
    head = text.lstrip()
    if text.startswith("\\") or not head:
        return None
    if head.startswith("{\\rtf"):
        return RTF
    if _PAGE.match(head):
        return HTML
    if head.startswith("<") and (head.startswith("<?xml") or elements.first_shot(text) is not None):
        return XML
    if _BLOCK.match(head) and "</" in head:
        return FRAGMENT
    if re.match(r"WEBVTT(?!\w)", head):
        return WEBVTT
    if _CURL.match(head):
        return COMMAND
    if head.startswith(("#!/", "#! /")):
        return PROGRAM
    if any(map(_decodes, (head, *(block.strip() for block in _FENCED.findall(head))))):
        return JSON
    lines = [line for line in text.split("\n") if line.strip()]
    return next((nature for looks, nature in _SHAPES if looks(lines, text)), None)


def _decodes(text: str) -> bool:
    """Whether the whole text is an object or a list of JSON that holds something."""
    if text[:1] not in ("{", "[") or text.rstrip()[-1] not in "}]":
        return False
    import json

    try:
        value = json.loads(_TRAILING.sub(r"\1", text))
    except RecursionError:
        return False
    except ValueError:  # one object a line, or no JSON
        return "\n{" in text and _lines_decode(text)
    return bool(value)


def _lines_decode(text: str) -> bool:
    import json

    try:
        return all(isinstance(json.loads(line), dict) for line in text.split("\n") if line.strip())
    except (ValueError, RecursionError):
        return False


def _cued(lines: Sequence[str], _: str) -> bool:
    return sum(_CUE.fullmatch(line) is not None for line in lines) > 1


def _chatted(lines: Sequence[str], _: str) -> bool:
    """Whether date, time and a name stand before at least two lines and half of all: a message may have several."""
    stamped = sum(_STAMP.match(line) is not None for line in lines)
    return stamped > 1 and 2 * stamped >= len(lines)


def _tabled(lines: Sequence[str], _: str) -> bool:
    """Whether most lines are rows of the same three or more cells, between bars or tabs; of two over a rule."""
    ruled = any(_RULE.fullmatch(line) is not None for line in lines)
    return _rows(lines, "|", _LEAST_CELLS - ruled) or _rows(lines, "\t", _LEAST_CELLS)


def _rows(lines: Sequence[str], sign: str, least: int) -> bool:
    counts = Counter(line.strip(" \t|").count(sign) + 1 for line in lines if sign in line)
    cells, rows = max(counts.items(), key=lambda item: item[1], default=(0, 0))
    return cells >= least and rows >= _LEAST_ROWS and _few(len(lines) - rows, lines)


def _few(others: int, lines: Sequence[object]) -> bool:
    """Whether other lines are less than a fifth of all."""
    return 5 * others < len(lines)


def _csv(lines: Sequence[str], text: str) -> bool:
    """Whether the first line is a header, by its words or by ranges below it, and the rows have its cells."""
    import csv

    for sign in ",;\t":
        if sign not in lines[0] or sign not in lines[-1] or len(lines[0]) > 4000:
            continue
        try:
            rows = [row for row in csv.reader(text.strip().split("\n"), delimiter=sign) if row]
        except csv.Error:
            continue
        header = [set(key(cell).roles) for cell in rows[0][:50]]
        named = sum(bool(roles) for roles in header)
        timed = any(roles & {"times", "starts", "lengths", "numbers_of"} for roles in header)
        fitting = sum(len(row) == len(rows[0]) for row in rows)
        # Prose has commas too: at least half of the header's cells are words for columns.
        headed = (timed and named > 1 and 2 * named >= len(header)) or _ranged(rows)
        if headed and fitting >= _LEAST_ROWS and _few(len(rows) - fitting, rows):
            return True
    return False


@cache
def _range() -> re.Pattern[str]:
    time = r"[0-9]{1,6}+(?:[:.][0-9]{1,6}+){0,3}+"
    unit = rf"[ \t]*+(?:{words.pattern('seconds')})?+[ \t]*+"
    return re.compile(rf"[ \t]*+{time}{unit}(?:[-–—~]|-->)[ \t]*+{time}{unit}")


def _ranged(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds a range in every row but the first, which no header has."""
    for at, name in enumerate(rows[0][:50]):
        cells = [row[at] for row in rows[1:] if at < len(row)]
        if len(cells) == len(rows) - 1 and not _range().fullmatch(name) and all(map(_range().fullmatch, cells)):
            return True
    return False


def _logfmt(lines: Sequence[str], _: str) -> bool:
    """Whether two lines or more are pairs with a time, and others are few."""
    rows = elements.timed_fields(lines)
    return rows > 1 and _few(len(lines) - rows, lines)


def _yaml(lines: Sequence[str], _: str) -> bool:
    """Whether the lines are a list, below a key or at the top, of objects with times, or of shots by that key."""
    if sum(_ITEM.match(line) is not None for line in lines) < 2:
        return False
    others, items, timed = 0, Counter[str](), False
    listed = ""
    before = "\0"
    for line in lines:
        body = line.strip()
        item = _ITEM.match(line)
        pair = _KEY.match(line, item.end() if item is not None else len(line) - len(line.lstrip()))
        if item is not None and (pair is not None or body.startswith("- {")):
            if not items and not (before.endswith(":") or _KEY.match(before) or before in ("\0", "---")):
                return False
            listed = listed or before.rstrip(":")
            items[pair[1] if pair is not None else "{"] += 1
        elif pair is None and not line[:1].isspace() and not body.startswith(("#", "---", "...")):
            others += 1
        if pair is not None and items:
            timed = timed or bool({"times", "starts", "lengths"} & set(key(pair[1]).roles))
        timed = timed or (body.startswith("- {") and any(_timed(part) for part in body[3:200].split(",")))
        before = body
    repeated = max(items.values(), default=0) > 1
    shots = names_shots(listed) and _below(lines)
    return repeated and (timed or shots) and _few(others, lines)


def names_shots(key: str) -> bool:
    """Whether a key names a list of shots, as `shots` and `scene_list` do."""
    return words.fold(key).replace("_", " ") in words.lookup("lists")


def _timed(pair: str) -> bool:
    return bool({"times", "starts", "lengths"} & set(key(pair.partition(":")[0]).roles))


def _below(lines: Sequence[str]) -> bool:
    """Whether items have further keys on lines of their own, as in data and hardly ever in prose."""
    deeper = [line[:1].isspace() and _KEY.match(line.lstrip()) is not None for line in lines]
    return sum(_ITEM.match(line) is not None and below for line, below in zip(lines, deeper[1:], strict=False)) > 1


@cache
def _slug() -> re.Pattern[str]:
    return re.compile(rf"[ \t]*+(?:[0-9]{{1,3}}+[.)]?[ \t]++)?(?:{words.pattern('slugs', spaces=' ')})[./ ][^\n]*")


def _screenplay(lines: Sequence[str], text: str) -> bool:
    """Whether cues, names in capitals over what is said, stand below a scene's heading, or two about a `CUT TO:`."""
    capitals = [line for line in lines if line.upper() == line and line.lower() != line]
    heads = any(_slug().match(words.fold(line)) for line in capitals)
    least = 1 if heads else 2 if any(_TO.fullmatch(line) for line in capitals) else 0
    typed = text.split("\n")
    return least > 0 and sum(_cue(typed, at) for at in range(1, len(typed) - 1)) >= least


def _cue(lines: Sequence[str], at: int) -> bool:
    name = _CUED.sub("", lines[at][:100]).strip()
    if not (name.upper() == name and name.lower() != name and len(name) < 40):
        return False
    if lines[at - 1].strip() or not lines[at + 1].strip():
        return False
    # `STYLE` over a line is a part of a prompt.
    return not name.endswith(":") and not _slug().match(words.fold(name)) and not key(name).roles


def _program(lines: Sequence[str], _: str) -> bool:
    """Whether at least half of the lines, and three, have the shape of a program or of data, one with a bracket."""
    opening = sum(_OPENING.fullmatch(line.rstrip()) is not None for line in lines)
    brackets = sum(not line.strip(" \t[](){},;") for line in lines)
    shaped = opening + sum(_ODD.fullmatch(line) is not None for line in lines)
    return opening + brackets > 0 and shaped >= _LEAST_ROWS and 2 * shaped >= len(lines)


_SHAPES: tuple[tuple[Callable[[Sequence[str], str], bool], Nature], ...] = (
    (_cued, SRT),
    (_chatted, CHAT),
    (_tabled, TABLE),
    (_csv, CSV),
    (_screenplay, SCREENPLAY),
    (_yaml, YAML),
    (_logfmt, LOGFMT),
    (_program, PROGRAM),
)
