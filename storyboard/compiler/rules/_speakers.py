"""Lines that begin with a speaker's name and are no speech: behind a mark, or without a cast and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from storyboard.compiler.layout import fields
from storyboard.compiler.layout.body import speaks
from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language import words
from storyboard.language.story import Row, ScriptShot, Story
from storyboard.language.syntax.parser import kind_of, pattern
from storyboard.language.words import keys
from storyboard.patterns import lazy
from storyboard.source import Source

_MOST = 12  # words of a line that nobody quoted; a description is longer
_FEW = 2  # words of a name at most, and letters at least
_NOBODY = ("cues", "unseen", "dialogue", "private", "props", "shots", "parts")
# A word that no colon or bracket follows.
_WORD = lazy(r"(?<!\w)[^\W\d_]{2,40}+(?![\w/:：(（]|[ \t][:(])")
_SENTENCE = ".!?…。！？"
_CLOSERS = "\"”“»«」』’'›＂"
_OPENERS = "\"“„«»「『‘'‹＂"


def unspoken(source: Source, story: Story) -> Iterator[Finding]:
    """The findings for the lines of a story's shots that a speaker's name begins and that are text."""
    for scene, clip in zip(story.scenes, story.script.clips, strict=True):
        # Of the clip alone: an editor compiles it alone.
        typed = "\n".join(row.text for shot in clip.shots for row in (shot.first, *shot.rows))
        listed = set(_WORD.findall(typed))
        names = {word for word in listed if word.isupper()}
        names.update(speech.name.rpartition(" ")[2] for shot in scene.shots for speech in shot.dialogue)
        end = scene.closing.pieces[0].span.start if scene.closing.pieces else len(source.text)
        titled = _titled(clip.shots)
        for shot in clip.shots:
            name = _name(shot.first)
            may = name in story.cast or (name and not titled)
            if may and (speaks(shot.first, story.cast) or _may_speak(shot.first, name, names)):
                yield _first(source, shot.first, name)
        rows = [row for shot in clip.shots for row in _pairs(shot, end) if not speaks(row, story.cast)]
        yield from (_small(source, row) for row in rows if _speaks_in_small_letters(row, typed, story.cast))
        rows = [row for row in rows if _could_speak(row, _name(row))]
        # Where somebody speaks for certain, others whose lines look the same do too, if the clip names them elsewhere:
        # `Palette: teal and rust.` looks the same.
        named = {word.upper() for word in listed if word[0].isupper()}
        sure = {row.start for row in rows if _may_speak(row, _name(row), names, listed)}
        for row in rows if sure else ():
            name = _name(row)
            if row.start in sure or (row.text.rstrip()[-1] in _SENTENCE and name.rpartition(" ")[2].upper() in named):
                yield _bare(source, row, name)


def _pairs(shot: ScriptShot, end: int) -> Iterator[Row]:
    """The rows `NAME: words` of a shot before an offset, and before a cast that was misplaced there."""
    for row in shot.rows:
        if row.text.strip().casefold() == "cast:":
            return
        if row.kind == "PAIR" and row.start < end:
            yield row


def _titled(shots: Sequence[ScriptShot]) -> bool:
    """Whether names stand before the words of every shot, each another: `[0-3s] HOOK: …`, `[3-8s] PROOF: …`."""
    behind = [_name(shot.first) for shot in shots]
    return len(shots) > 1 and all(map(str.isupper, behind)) and len(set(behind)) == len(behind)


def _name(row: Row) -> str:
    """The name that a row begins with, "" where it is no `NAME: words`."""
    match = pattern("PAIR").match(row.text) if kind_of(row.text) in ("PAIR", "FIELD") else None
    return match[1].strip() if match is not None and match[4].strip() else ""


def _could_speak(row: Row, name: str) -> bool:
    """Whether a row has a name in capitals and a few words that are in no quotation marks; it may be a key as well."""
    match = pattern("PAIR").match(row.text)
    letters = [letter for letter in name if letter.isalpha()]
    named = all(map(str.isupper, letters)) or (name.istitle() and " " not in name)
    if match is None or len(letters) < _FEW or not named or len(name.split()) > _FEW:
        return False
    folded = fields.folded(name)
    known = any(word in words.lookup(*_NOBODY) or fields.english(word) for word in (folded, *folded.split()))
    said = match[4].strip()
    return not known and not keys.key(name).roles and said[0] not in _OPENERS and len(said.split()) <= _MOST


def _may_speak(row: Row, name: str, names: Container[str], words_of: Container[str] = ()) -> bool:
    """Whether a name is that of somebody who speaks, and no key such as `PALETTE: teal`.

    In capitals it counts where it is one of the `names` that speak or stand in the clip's text elsewhere, or where the
    words greet, ask or exclaim; `Anna:` where it is both, one of the `words_of` the clip and said so.
    """
    match = pattern("PAIR").match(row.text)
    if match is None or not _could_speak(row, name):
        return False
    said = match[4].strip()
    first, second = (*said.split(), "")[:2]
    greeting = (words.fold(first.rstrip(".,!?")), words.fold(f"{first} {second}".rstrip(".,!? ")))
    greets = not words.known("salutes").isdisjoint(greeting)
    calls = said[-1] in "?!？！" or greets
    return calls and name in words_of if name.istitle() else calls or name.rpartition(" ")[2] in names


def _speaks_in_small_letters(row: Row, typed: str, cast: Container[str]) -> bool:
    """Whether a row is `Nora: "Come in."` of somebody who is in no cast, where nobody doubts that it is speech.

    Then the manner says that nobody is seen, or Nora does something in the clip, `typed`, since `Sign: "Closed"` looks
    the same.
    """
    match = pattern("PAIR").match(row.text)
    name = _name(row)
    if match is None or not name or len(name.split()) > _FEW or name.upper() in cast or name.upper() == name.lower():
        return False
    said = match[4].strip().rstrip(".")
    if said[:1] not in _OPENERS or said[-1:] not in _CLOSERS or len(said) <= _FEW:
        return False
    unseen = words.known("unseen")
    if any(words.fold(part.strip()) in unseen for part in (match[3] or "").split(",")):
        return True
    folded = fields.folded(name)
    known = any(word in words.lookup(*_NOBODY) or fields.english(word) for word in (folded, *folded.split()))
    if known or keys.key(name).roles or not name.istitle():
        return False
    return re.search(rf"(?:^|[.!?,;@][ \t]*){re.escape(name)}(?= [^\W\d_A-Z])", typed, re.MULTILINE) is not None


def _small(source: Source, row: Row) -> Finding:
    name = _name(row)
    return _text_of_shot(source, row, name, f"`{name}` is not in the cast and not in capitals")


def _first(source: Source, row: Row, name: str) -> Finding:
    """The finding for speech on the line of a mark, where all is text."""
    from storyboard.compiler.layout.behind import end_of_mark  # few speak there

    at = row.start + len(row.text) - len(row.text.lstrip())
    written = _quoted(row)
    begin = end_of_mark(source, row)
    return Finding(
        f"`{name}` speaks behind a mark, where all is text, so nobody says the words",
        source.span(at, at + len(name)),
        f"write `{written}` on a line of its own",
        code="SB129",
        fix=Fix(
            Safety.UNSAFE,
            "make speech of it",
            (Edit(source.span(begin, row.start + len(row.text.rstrip())), f"\n  {written}"),),
        ),
    )


def _bare(source: Source, row: Row, name: str) -> Finding:
    return _text_of_shot(source, row, name, f"the cast has no `{name}` and the words are in no quotation marks")


def _text_of_shot(source: Source, row: Row, name: str, why: str) -> Finding:
    """The finding for the speech of somebody in no cast, which is text."""
    at = row.start + len(row.text) - len(row.text.lstrip())
    written = _quoted(row, _name(row).upper())
    return Finding(
        f"{why}, so the line is text of the shot",
        source.span(at, at + len(name)),
        f"write `{written}`, or describe `{name}` under `cast`",
        code="SB129",
        fix=Fix(
            Safety.UNSAFE, "make speech of it", (Edit(source.span(at, row.start + len(row.text.rstrip())), written),)
        ),
    )


def _quoted(row: Row, name: str = "") -> str:
    """A row as speech, with quotation marks; who is in no cast speaks in capitals, as `name`."""
    match = pattern("PAIR").match(row.text)
    assert match is not None
    said = match[4].strip()
    head = (name or match[1]) + row.text[match.end(1) : match.start(4)].rstrip()
    return f"{head} {said}" if said[0] in _OPENERS else f'{head} "{said}"'
