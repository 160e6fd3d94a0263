"""The fonts of printed pages, and which letters none of them draws. Needs the extra `pdf`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FAMILIES = ("Noto Sans", "Noto Sans CJK SC", "Libertinus Serif")
_PACKAGES = ("fontpkg_noto_sans", "manimgx_fonts_cjk")
# Marks are drawn with the letter before them; what is unseen has no picture.
_NO_LETTERS = frozenset({"Cc", "Cf", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
# Every letter alone, in whatever font draws it; the rest is what an archive asks of a page.
_PROBE = b"""#set document(title: "letters", date: datetime(year: 2000, month: 1, day: 1))
#set text(font: json(bytes(sys.inputs.fonts)))
#for letter in sys.inputs.letters.codepoints() { text(letter); parbreak() }
"""


@cache
def fonts() -> typst.Fonts:
    """The fonts of the packages and of the system."""
    import typst

    specs = [find_spec(name) for name in _PACKAGES]
    return typst.Fonts(font_paths=[Path(spec.origin).parent for spec in specs if spec is not None and spec.origin])


def undrawn(text: str, families: Sequence[str]) -> list[str]:
    """The letters of a text that no font draws, in order; the families are tried first.

    typst sets a box for such a letter and says nothing, unless the page is for an archive, where that is an error.
    """
    letters = sorted({letter for letter in text if unicodedata.category(letter) not in _NO_LETTERS})
    return list(_undrawn("".join(letters), families))


def _undrawn(letters: str, families: Sequence[str]) -> Sequence[str]:
    if not letters or _is_drawn(letters, families):
        return ()
    if len(letters) == 1:
        return (letters,)
    half = len(letters) // 2
    return (*_undrawn(letters[:half], families), *_undrawn(letters[half:], families))


def _is_drawn(letters: str, families: Sequence[str]) -> bool:
    import json

    import typst

    inputs = {"letters": letters, "fonts": json.dumps(families)}
    try:
        typst.compile(_PROBE, format="pdf", font_paths=fonts(), sys_inputs=inputs, pdf_standards="a-2b")
    except typst.TypstError:
        return False
    return True
