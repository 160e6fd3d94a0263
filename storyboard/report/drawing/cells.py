"""Text as a terminal shows it: how wide it is, and nothing in it that a terminal would obey."""

from __future__ import annotations

import unicodedata

from storyboard.system.secrets import mask

TAB = 4
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
# Without a width and not part of any letter: joiners, and the selectors of a character's form, are left alone.
_UNSEEN = {
    *(0xAD, 0x115F, 0x180E, 0x200B, 0x2028, 0x2029, 0x3164, 0xFEFF, 0xFFA0),
    *(code for start, end in ((0x2060, 0x2065), (0x206A, 0x2070), (0xFFF9, 0xFFFC)) for code in range(start, end)),
    *range(0xE0000, 0xE0080),
}
_HANGUL_TAIL = range(0x1160, 0x1200)


def obeyed(character: str) -> bool:
    """Whether a terminal or an editor would act on the character instead of showing it."""
    code = ord(character)
    if 0x20 <= code < 0x7F:
        return False
    return code in _BIDI or code in _UNSEEN or unicodedata.category(character) in ("Cc", "Cs")


def shown(text: str) -> str:
    """One line of text as it may be printed: keys masked, what a terminal obeys as `\\u{1b}`, line ends as a blank."""
    text = mask(text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(c) if c not in "\n\t" else " " for c in text)


def _escape(character: str) -> str:
    return f"\\u{{{ord(character):x}}}" if obeyed(character) else character


def width(text: str) -> int:
    """How many cells of a terminal printable text takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or ord(character) in _HANGUL_TAIL:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def drawn(character: str, column: int) -> str:
    """What stands on the screen for one character of a source line, `column` being its cell from 0."""
    return " " * (TAB - column % TAB) if character == "\t" else _escape(character)


def fit(text: str, cells: int) -> str:
    """The start of printable text that takes at most so many cells."""
    if width(text) <= cells:
        return text
    used, kept = 0, 0
    for character in text:
        used += _cells(character)
        if used > cells:
            break
        kept += 1
    return text[:kept]


def wrap(text: str, cells: int, hang: int = 0) -> list[str]:
    """Printable text in lines of at most so many cells, broken at blanks; those after the first are indented."""
    if width(text) <= cells:
        return [text]
    lines, line, used = list[str](), "", 0
    for number, word in enumerate(text.split(" ")):
        more = width(word)
        if number and used + 1 + more > cells and line.strip():
            lines.append(line)
            line, used = " " * hang + word, hang + more
        else:
            line, used = (f"{line} {word}", used + 1 + more) if number else (word, more)
    return [*lines, line]
