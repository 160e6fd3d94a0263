"""The field of a shot that names a picture: known by its word and by the end of the file's name behind it."""

from __future__ import annotations

from storyboard.diagnostics import Edit, Finding, Fix, Note, Safety
from storyboard.language import words
from storyboard.language.story import Picture, Row
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy
from storyboard.source import Source

KEY = "picture"
# The files that a shot may show, by the ends of their names; what they hold is looked at by a rule.
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
ENDS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
# What else is called a picture, or is drawn with.
_OTHERS = (
    ".gif", ".svg", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".psd", ".pdf", ".ai", ".eps", ".tga",
    ".jxl", ".jp2", ".exr", ".dng", ".raw", ".mp4", ".mov",
)  # fmt: skip
_SPACE = lazy(r"\s")
_LONGEST = 1000  # characters of a path
_AROUND = " \t*\"'“”"


def names_picture(text: str) -> bool:
    """Whether a text is the name of a picture's file, and neither an address nor words."""
    return text[-5:].lower().endswith(SUFFIXES) and len(text) <= _LONGEST and "://" not in text


def named_picture(row: Row) -> tuple[int, str] | None:
    """The offset in a row at which a picture's file is named, and its name; None where the row is no such field.

    The end of the file's name tells enough, so the word before it may be of any language. One word alone that no
    shot can show is such a name too, so that it is an error and not sent: `lamp.pdf`, an address, and with the English
    word for the field any other.
    """
    value = row.text.rstrip(_AROUND)
    # As nearly all rows, which no file's name ends.
    if "." not in value[-5:] and "://" not in value and KEY not in row.text[:40].lower():
        return None
    if not value[-5:].lower().endswith(SUFFIXES) and not _one_word(row.text, value):
        return None
    read = _read(row)
    if read is None or words.fold(read[0]) not in words.known(KEY):
        return None
    name, at, value = read
    named = names_picture(value) or (
        _SPACE.search(value) is None
        and len(value) <= _LONGEST
        and (words.fold(name) == KEY or value.lower().endswith(_OTHERS) or "://" in value)
    )
    return (at, value) if named else None


def _one_word(text: str, value: str) -> bool:
    """Whether what stands behind a row's colon may be one word that names a file or an address."""
    return value.lower().endswith(_OTHERS) or "://" in value or KEY in text[:40].lower()


def _read(row: Row) -> tuple[str, int, str] | None:
    """The word of a `NAME: words` row, the offset of what stands behind the colon, and that."""
    match = pattern("PAIR").match(row.text) if row.kind == "PAIR" else None
    if match is None or match[2] or match[3]:
        return None
    value = match[4].strip(_AROUND)
    return match[1].strip(), match.start(4) + match[4].index(value), value


def picture_slip(source: Source, row: Row) -> Finding | None:
    """The finding for a row of a shot that is text and looks like its picture (SB106), or None."""
    read = _read(row) if "." in row.text.rstrip(_AROUND)[-6:-2] or KEY in row.text[:40].lower() else None
    if read is None:
        return None
    name, start, value = read
    known = words.fold(name) in words.known(KEY)
    place = source.span(row.start + row.text.index(name), row.start + start + len(value))
    if known and value.lower().endswith(_OTHERS):
        said, help = f"a shot's picture is a file that ends in {ENDS}", "save it as PNG or JPEG, and write that name"
    elif words.fold(name) == KEY:
        said, help = f"it names no file that ends in {ENDS}", "write the path of the shot's picture"
    elif names_picture(value) and " " not in name:
        fix = Fix(Safety.UNSAFE, f"write `{KEY}`", (Edit(source.span(place.start, place.start + len(name)), KEY),))
        said, help = f"the field that names a shot's picture is `{KEY}:`", f"write `{KEY}: {value[:60]}`"
        return Finding(
            f"`{name}:` is text, {said}", place, f"{help}, or `\\{name}:` if it is text", code="SB106", fix=fix
        )
    else:
        return None
    return Finding(f"`{name}:` is text, {said}", place, f"{help}, or `\\{name}:` if it is text", code="SB106")


def stray_picture(source: Source, row: Row) -> Finding | None:
    """The finding for a row outside of the shots that names a picture (SB106), or None."""
    named = named_picture(row)
    if named is None:
        return None
    start = row.start + len(row.text) - len(row.text.lstrip())
    return Finding(
        f"`{named[1][:60]}` is text here, a picture belongs to a shot",
        source.span(start, row.start + named[0] + len(named[1])),
        "write the line below the mark of its shot, or `\\` before it if it is text",
        code="SB106",
    )


def second_picture(second: Picture, first: Picture) -> Finding:
    """The finding for a shot that names two pictures (SB104)."""
    return Finding(
        f"the shot has two pictures, `{first.typed[:60]}` and `{second.typed[:60]}`",
        second.line,
        "delete one of the two, or write a shot for each",
        code="SB104",
        related=(Note("it is set here first", first.line),),
    )
