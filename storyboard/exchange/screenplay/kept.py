r"""The lines of a screenplay that stand in a story as they are: comments `//~ LINE`.

Editors and `storyc fmt` take blanks from a line's end: a line which ends in one, or in `\`, has a `\` behind it.
"""

from __future__ import annotations

import msgspec

_SIGN = "//~"
_FORM = "//~~"
_GUARD = "\\"


class FileForm(msgspec.Struct, frozen=True):
    """How a file writes its lines, where not as most do: with a byte order mark, with CRLF, without a last line end."""

    bom: bool = False
    crlf: bool = False
    unended: bool = False


def comment(line: str) -> str:
    """The comment that keeps a line."""
    if not line:
        return _SIGN
    return f"{_SIGN} {line}{_GUARD if line[-1].isspace() or line[-1] == _GUARD else ''}"


def line_of(text: str) -> str | None:
    """The line that a comment keeps, None for any other comment."""
    text = text.strip()
    if not text.startswith(_SIGN) or text.startswith(_FORM):
        return None
    line = text.removeprefix(_SIGN).removeprefix(" ")
    return line.removesuffix(_GUARD)


def form_of(text: str) -> FileForm:
    """The form of a file that holds this text."""
    bare = text.removeprefix("\ufeff")
    return FileForm(text != bare, "\r\n" in bare, bool(bare) and not bare.endswith("\n"))


def form_comment(form: FileForm) -> str:
    """The comment that keeps the form of a file, "" for a form that needs none."""
    parts = [name for name in FileForm.__struct_fields__ if getattr(form, name)]
    return f"{_FORM} {' '.join(parts)}" if parts else ""


def read_form(text: str) -> FileForm | None:
    """The form that a comment keeps, None for any other comment."""
    text = text.strip()
    parts = text.removeprefix(_FORM).split()
    return FileForm(**{name: name in parts for name in FileForm.__struct_fields__}) if text.startswith(_FORM) else None


def in_form(text: str, form: FileForm) -> str:
    """A text with lines that end in a line feed, in the form of a file."""
    text = text.removesuffix("\n") if form.unended else text
    return "\ufeff" * form.bom + (text.replace("\n", "\r\n") if form.crlf else text)
