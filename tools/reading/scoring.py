"""What is read of a text, by `check` and by `import`, and what the reading is worth beside the truth."""

from __future__ import annotations

from itertools import pairwise

from storyboard.compiler.pipeline import Compiled, compile_story
from storyboard.config import Config
from storyboard.diagnostics import Level
from storyboard.exchange.importers import Refused, agreed, guess, load, written
from storyboard.language.story import Shot
from storyboard.source import MemoryFiles
from tools.reading.records import Judged, Reading, Text, Times, Verdict

MODES = ("check", "import")
DOUBT = "// import?"
REFUSED, CRASHED = "refused", "crashed"
_NAME = "film.story"
_CONFIG = Config()
_SLACK = 0.005  # seconds
_ONE = 1.0  # second, by which inclusive seconds differ from half-open ones
_LONGEST = 15.0  # seconds, of the default model
# What a text may be told of its times although they were read: where it leaves some open, counts both ends, …
_OPEN = frozenset({"SB202", "SB203", "SB209", "SB210", "SB217"})
_INCLUSIVE = frozenset({"SB202", "SB207"})
_TIMES = frozenset({"SB201", "SB202", "SB203", "SB204"})
_TOO_LONG = frozenset({"SB205", "SB301", "SB302"})
_NO_STORY = frozenset({"SB118"})
# What speaks of text and marks; SB216 names a mark that was taken for text or for a title.
_OF_MARKS = ("SB1", "SB216")
# What is said of lengths and prices of what was read rightly.
_LENGTHS = frozenset({"SB206", "SB211", "SB212", "SB214"})


def compiled(text: str) -> Reading:
    """What `check` reads of a text that is taken as a story."""
    try:
        made = compile_story(MemoryFiles({_NAME: text}), _NAME, _CONFIG)
    except Exception as error:
        return _crash(error)
    return _reading(made)


def imported(text: str) -> Reading:
    """What `import` reads of a text, compiled as the story that it writes."""
    try:
        draft = load(guess(text)).read(text)
        if isinstance(draft, Refused):
            return Reading((), 0, (REFUSED,), (REFUSED,), ())
        story = written(agreed(text, draft))
        made = compile_story(MemoryFiles({_NAME: story}), _NAME, _CONFIG)
    except Exception as error:
        return _crash(error)
    return _reading(made, asked=DOUBT in story)


def _crash(error: Exception) -> Reading:
    code = f"{CRASHED} {type(error).__name__}"
    return Reading((), 0, (code,), (code,), ())


def _reading(made: Compiled, *, asked: bool = False) -> Reading:
    # A near miss keeps its shot's place in the compiler; it is no shot that could be read.
    shots = [shot for clip in made.clips for shot in clip.shots if shot.mark is None or shot.mark.form != "broken"]
    return Reading(
        tuple((_seconds(shot.start), _seconds(shot.end)) for shot in shots),
        len(made.clips),
        tuple(each.code for each in made.diagnostics),
        tuple(each.code for each in made.diagnostics if each.level is Level.ERROR),
        tuple(_marked(shot) for shot in shots if shot.mark is not None),
        asked,
    )


def _marked(shot: Shot) -> tuple[float | None, float | None]:
    """The times of a shot that its mark names; what is shared out between shots without times is left open."""
    if shot.mark is None or shot.mark.form == "untimed":
        return None, None
    return _seconds(shot.start), _seconds(shot.end)


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000


def agree(want: Times, got: Times, slack: float = _SLACK) -> bool:
    """Whether shots that were read are those that are wanted; a side that is not known there may be any."""
    return len(want) == len(got) and all(
        a is None or (b is not None and abs(a - b) <= slack)
        for one, other in zip(want, got, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def alike(one: Times, other: Times) -> bool:
    """Whether two readings have the same shots with the same times."""
    return agree(one, other) and agree(other, one)


def invented(want: Times, reading: Reading) -> bool:
    """Whether a mark has a time that its shot has not in the truth; what is shared out between shots is in no mark."""
    return len(reading.marks) == len(want) and any(
        shot == (None, None) != mark for shot, mark in zip(want, reading.marks, strict=True)
    )


def visible(reading: Reading) -> bool:
    """Whether something says that a text may not have been read as it was meant."""
    return reading.asked or bool(reading.errors) or any(code.startswith(_OF_MARKS) for code in reading.codes)


def owed(text: Text) -> frozenset[str]:
    """The codes that a text deserves although its shots were read."""
    codes = _LENGTHS
    known = [(start, end) for start, end in text.truth if start is not None and end is not None]
    if text.untimed:
        codes |= _OPEN if len(text.truth) > 1 else frozenset()
    elif any(after[0] not in (before[1], 0) for before, after in pairwise(known)):
        codes |= _TIMES
    if any(end > _LONGEST for _, end in known):
        codes |= _TOO_LONG
    if text.inclusive:
        codes |= _INCLUSIVE
    return codes | _NO_STORY if text.data else codes


def verdict(text: Text, reading: Reading, mode: str) -> Verdict:
    """What a reading of a text is worth."""
    slack = _SLACK + _ONE if text.inclusive else _SLACK
    right = agree(text.truth, reading.shots, slack) and text.clips in (None, reading.clips)
    if not right or (text.group != "given" and invented(text.truth, reading)):
        return Verdict("visible" if visible(reading) else "silent", reading.shots, reading.clips, reading.codes)
    # A trap deserves no warning either; any other text may be advised, but not refused.
    told = reading.codes if text.group == "trap" else reading.errors
    alarms = tuple(code for code in told if code[:3] in ("SB1", "SB2") and code not in owed(text))
    worth = "asked" if reading.asked else "exact"
    return Verdict(worth, reading.shots, reading.clips, reading.codes, alarms if mode == "check" else ())


def broken(check: Reading, import_: Reading) -> str:
    """In what `import` without a doubt and `check` without a word differ: in `marks`, in `shots`, or in nothing.

    Where neither has a mark, they may still make another number of shots and clips of the text.
    """
    if import_.asked or not import_.shots or visible(check):
        return ""
    if not alike(check.marks, import_.marks):
        return "marks"
    return "shots" if (len(check.shots), check.clips) != (len(import_.shots), import_.clips) else ""


def judge(text: Text, modes: tuple[str, ...] = MODES) -> Judged:
    """A text read in each mode."""
    readings = {mode: compiled(text.text) if mode == "check" else imported(text.text) for mode in modes}
    verdicts = {mode: verdict(text, reading, mode) for mode, reading in readings.items()}
    both = len(readings) > 1
    return Judged(text, verdicts, broken(readings["check"], readings["import"]) if both else "")


def canonical(text: Text) -> str:
    """The shots of a text's truth as a story; what the truth leaves open ends with the next shot or lasts 2 s."""
    lines: list[str] = []
    number = 0
    for place, (start, end) in enumerate(text.truth):
        after = text.truth[place + 1][0] if place + 1 < len(text.truth) else None
        if number and start == 0:
            number = 0
        if not number and any(shot[0] == 0 for shot in text.truth[1:]):
            lines.append("# A clip")
        number += 1
        if start is None:
            lines.append(f"Shot {number}: words")
            continue
        last = end if end is not None else after if after is not None else start + 2
        lines.append(f"Shot {number} [{start:g}-{last:g}s] words")
    return "\n".join(lines) + "\n"
