"""The paragraphs of a screenplay in Fountain, and what each says that a story can say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from storyboard.exchange.screenplay.records import Action, Item, NamedNote, SceneHeading, Spoken
from storyboard.exchange.screenplay.shotnotes import read_shot
from storyboard.language import words
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy

FIELDS = ("camera", "light", "sound", "music", "transition", "picture")
OVERVIEW = "overview"
_TITLES = frozenset(
    "title credit author authors source notes date contact copyright revision format episode series".split()
) | {"draft date", "written by", "based on"}
_TITLE = lazy(r"([^\s:][^:\n]{0,40}+):[ \t]*+([^\n]*)")
_BONEYARD = lazy(r"/\*.*?\*/", re.DOTALL)
_NOTE = lazy(r"\[\[(.*?)\]\]+", re.DOTALL)
_LONE_NOTE = lazy(r"[ \t]*+\[\[((?:[^\[\]\n]|\[(?!\[)|\](?!\]))*+)\]\][ \t]*+")
_NUMBER = lazy(r"[ \t]++#[\w.-]++#[ \t]*+\Z")
_CONTINUED = lazy(r"\([ \t]*+CONT(?:['’]?D|INUED)\.?[ \t]*+\)", re.IGNORECASE)
_NAME = lazy(r"([^()^\n]+?)[ \t]*+((?:\([^()\n]*\)[ \t]*+)*+)\^?[ \t]*+")
_EXTENSION = lazy(r"\(([^()\n]*)\)")
_TRANSITION = lazy(r"(?:FADE (?:IN|OUT|TO BLACK)|[A-Z][A-Z0-9 ./'-]*? TO)[:.]|FADE OUT")
_ENDS = lazy(r"#|=(?!=)|={3,}+\Z|>(?![^\n]*<\Z)")  # what no speech holds
_EMPHASIS = lazy(r"(?<!\\)[*_]++")
# A speech's manner, as grammars/story.lark has it.
_MANNER = lazy(r"[^()（）\n]{1,80}")
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“"}


class Paragraph(msgspec.Struct, frozen=True):
    """The lines of a paragraph, and the blank ones above it."""

    above: tuple[str, ...]
    lines: tuple[str, ...]


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text with `\\n` at its line ends; the last may have no lines, after blank lines at the end.

    What is struck out between `/*` and `*/` parts no paragraph, nor does a line of blanks within speech or a note.
    """
    above: list[str] = []
    lines: list[str] = []
    struck = open_note = cued = False
    for row in text.removesuffix("\n").split("\n") if text else []:
        inside = struck or (bool(row) and (open_note or (cued and len(row) > 1)))
        if not row.strip() and not (inside and lines):
            if lines:
                yield (paragraph := _shorn(above, lines))
                above, lines = lines[len(paragraph.lines) :], []
            above.append(row)
            open_note = cued = False
            continue
        if not lines:
            cued = cue_name(row) is not None
        lines.append(row)
        struck = _opened(row, "/*", "*/", struck)
        open_note = not struck and _opened(row, "[[", "]]", open_note)
    if lines:
        yield (paragraph := _shorn(above, lines))
        above = lines[len(paragraph.lines) :]
    if above:
        yield Paragraph(tuple(above), ())


def _shorn(above: Sequence[str], lines: Sequence[str]) -> Paragraph:
    """A paragraph without the lines of blanks at its end, which are nobody's."""
    end = max(at for at, line in enumerate(lines) if line.strip()) + 1
    return Paragraph(tuple(above), tuple(lines[:end]))


def _opened(row: str, opener: str, closer: str, before: bool) -> bool:
    """Whether what an opener begins goes on behind a row."""
    last, shut = row.rfind(opener), row.rfind(closer)
    return last > shut or (before and shut < 0)


def is_title_page(lines: Sequence[str]) -> bool:
    """Whether a screenplay's first paragraph is its title page."""
    match = _TITLE.match(lines[0]) if lines else None
    return match is not None and match[1].strip().casefold() in _TITLES


def titles(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The entries of a title page: the key in lower case and the lines that give it."""
    entry: tuple[str, list[str]] | None = None
    for line in lines:
        match = _TITLE.match(line)
        if match is not None and not line[:1].isspace():
            if entry is not None:
                yield entry
            entry = match[1].strip().casefold(), [line]
        elif entry is not None:
            entry[1].append(line)
    if entry is not None:
        yield entry


def title_of(lines: Sequence[str]) -> str:
    """The words of an entry of a title page, without emphasis."""
    whole = " ".join([lines[0].partition(":")[2], *lines[1:]])
    return " ".join(_EMPHASIS.sub("", whole).split())


def items_of(lines: Sequence[str]) -> tuple[Item, ...]:
    """What a paragraph says that a story can say; nothing for a transition, a section, a synopsis, a page break."""
    bare = _without_hidden(lines)
    if not bare:
        return ()
    if (cue := cue_name(bare[0])) is not None and len(bare) > 1:
        end = next((at for at, line in enumerate(bare) if at and _ENDS.match(line.strip())), len(bare))
        return (*_speech(*cue, bare[1:end]), *_scene(bare[end:]))
    if len(bare) == 1 and _TRANSITION.fullmatch(bare[0].strip()):
        return ()
    return tuple(_scene(bare))


def _without_hidden(lines: Sequence[str]) -> list[str]:
    """The lines without what is struck out and without notes of several lines, and no blank ones."""
    text = "\n".join(lines)
    if "/*" in text:
        text = _BONEYARD.sub("", text)
    text = _NOTE.sub(lambda match: "" if "\n" in match[0] else match[0], text)
    return [line for line in text.split("\n") if line.strip()]


def _scene(lines: Sequence[str]) -> Iterator[Item]:
    seen: list[str] = []

    def action() -> Iterator[Item]:
        if seen:
            yield Action(tuple(seen))
            seen.clear()

    fresh = True  # whether a heading may stand here
    for line in lines:
        text = line.strip()
        title = heading(text) if fresh else None
        named = _named(text)
        named = None if named is not None and named.key == OVERVIEW and len(lines) > 1 else named
        shot, rest = read_shot(text)
        fresh = False
        if title is not None:
            yield SceneHeading(title)
        elif (
            text.startswith("#")
            or (text.startswith("=") and text.strip("=") == "" and len(text) > 2)
            or (text.startswith("=") and not text.startswith("=="))
        ):
            fresh = True
        elif named is not None:
            yield from action()
            yield named
        elif shot is not None:
            yield from action()
            yield shot
            seen += [rest] if rest else []
        elif text.startswith(">") and not text.endswith("<"):
            yield from action()
        elif plain := _plain(text):
            seen.append(plain)
    yield from action()


def _plain(text: str) -> str:
    """A line of action without the signs that force it to be one, that centre it, or that make it a lyric."""
    if text.startswith(">") and text.endswith("<"):
        return text[1:-1].strip()
    return text[1:].strip() if text.startswith(("!", "~")) else text


def _named(text: str) -> NamedNote | None:
    match = _LONE_NOTE.fullmatch(text)
    key, colon, value = match[1].partition(":") if match is not None else ("", "", "")
    key = key.strip().casefold()
    return NamedNote(key, value.strip()) if colon and value.strip() and key in (*FIELDS, OVERVIEW) else None


@cache
def _slug() -> re.Pattern[str]:
    return re.compile(rf"(?:{words.pattern('slugs', spaces=' ')})[./ ][^\n]*")


def heading(text: str) -> str | None:
    """The title of the scene that a line begins, without the sign that forces it and its number; else None."""
    forced = text.startswith(".") and not text.startswith("..") and len(text.strip(". ")) > 0
    if not forced and not _slug().match(words.fold(text)):
        return None
    title = _NUMBER.sub("", text[1:] if forced else text).strip()
    return " ".join(_NOTE.sub("", title).split()) or None


def cue_name(line: str) -> tuple[str, tuple[str, ...]] | None:
    """The name and the extensions of a character's cue, None for a line that is none."""
    text = line.strip()
    forced = text.startswith("@")
    text = _CONTINUED.sub("", text[1:] if forced else text).strip()
    match = _NAME.fullmatch(_NOTE.sub("", text).strip())
    if match is None or text.startswith(tuple("!>~.#=[" if not forced else "")):
        return None
    name = match[1].strip()
    if not forced and (name.upper() != name or name.lower() == name or _slug().match(words.fold(text))):
        return None
    if not forced and _TRANSITION.fullmatch(text):
        return None
    return name, tuple(part.strip() for part in _EXTENSION.findall(match[2]) if part.strip())


def _speech(name: str, extensions: tuple[str, ...], lines: Sequence[str]) -> Iterator[Item]:
    """What a block of dialogue says: a speech for each stretch of words between parentheticals."""
    heads: list[str] = []
    said: list[str] = []
    silent = True
    for line in lines:
        text = line.strip()
        if text.startswith("(") and text.endswith(")"):
            if said:
                yield _cue(name, (*extensions, *heads), said)
                heads, said = [], []
            heads.append(text[1:-1].strip())
        else:
            silent = False
            sung = text[1:].strip() if text.startswith("~") else text
            said += [sung] if sung else []
    if said:
        yield _cue(name, (*extensions, *heads), said)
    elif silent:
        yield Action((f"{name} ({', '.join(head for head in heads if head)})",))


def _cue(name: str, parts: tuple[str, ...], lines: list[str]) -> Item:
    whole = ", ".join(part for part in parts if part)
    manner = whole if _MANNER.fullmatch(whole) else ""
    said = _unquoted(lines)
    if sayable(name):
        return Spoken(name, manner, tuple(said))
    # A name that a story cannot have: its words are quoted in what is seen.
    return Action((f'{name}: "{said[0]}', *said[1:-1], f'{said[-1]}"') if len(said) > 1 else (f'{name}: "{said[0]}"',))


def _unquoted(lines: list[str]) -> list[str]:
    whole = "\n".join(lines)
    closer = _QUOTES.get(whole[:1])
    if closer is None or len(whole) < 3 or whole[-1] != closer or closer in whole[1:-1] or not whole[1:-1].strip():
        return list(lines)
    return whole[1:-1].split("\n")


def sayable(name: str) -> bool:
    """Whether somebody in a story's cast may be called so."""
    match = pattern("PAIR").fullmatch(f"{name}: x")
    return match is not None and match[1] == name and not match[2]
