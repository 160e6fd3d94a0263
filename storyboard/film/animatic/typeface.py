"""Words as they stand in a picture: fonts by character, lines broken as each script breaks them, right-to-left too."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import groupby

import msgspec
from PIL import Image, ImageDraw, ImageFont, features

from storyboard.film.animatic import fonts
from storyboard.film.animatic.fonts import Face
from storyboard.film.staging.lines import IDEOGRAPH, is_rtl, wrapped
from storyboard.patterns import lazy

# Weights of the variable faces.
STYLES = {"light": 250, "text": 420, "strong": 640, "italic": 480}
Ink = tuple[int, int, int, int]
INK: Ink = (248, 247, 244, 255)
QUIET: Ink = (222, 222, 220, 235)
AMBER: Ink = (245, 190, 80, 255)
_UNIT = 64
# Marks that both worlds use, drawn in the width of the script around them.
_SHARED = frozenset("“”‘’…—·")
_UNSEEN = lazy("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Joiners steer shapes, so a font need not hold them.
_JOINERS = frozenset("\u200c\u200d\u0020\u00a0\u3000")


class TextRun(msgspec.Struct, frozen=True):
    """A stretch of a line that one font draws."""

    font: ImageFont.FreeTypeFont
    text: str


class Typesetter:
    """The fonts for one reel, and the characters that none of them has (`missing`)."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.missing: set[str] = set()
        self._faces: dict[str, Face | None] = {}
        self._widths: dict[tuple[str, str], float] = {}

    # ---- which font --------------------------------------------------------------------------------------------

    def clean(self, text: str) -> str:
        """A text as it can be drawn: marks that are not seen left out, a symbol without a glyph by its name.

        Letters without a glyph become their script and their number in brackets; all are kept in `missing`.
        """
        text = unicodedata.normalize("NFC", text.replace("\t", " "))
        kept = [
            character
            for character in text
            if character == "\n" or character in "\u200c\u200d" or not _UNSEEN.match(character)
        ]
        parts: list[str] = []
        lacking = groupby(kept, lambda letter: letter not in _JOINERS and letter != "\n" and self._face(letter) is None)
        for lacks, group in lacking:
            letters = list(group)
            if not lacks:
                parts.append("".join(letters))
                continue
            self.missing.update(letters)
            parts.append(_stand_in(letters))
        return "".join(parts)

    def _face(self, character: str) -> Face | None:
        if character not in self._faces:
            self._faces[character] = _find(character, self.language)
        return self._faces[character]

    def runs(self, text: str, style: str, size: float) -> list[TextRun]:
        """The stretches of a line by font, in reading order."""
        faces: list[Face | None] = []
        rtl = is_rtl(text)
        for place, character in enumerate(text):
            last = faces[-1] if faces else None
            if character in _JOINERS or unicodedata.combining(character):
                faces.append(last)
            elif character in _SHARED and _beside_ideograph(text, place):
                faces.append(fonts.cjk(self.language) or self._face(character))
            elif (
                last is not None
                and (rtl or not character.isascii())
                and fonts.covers(last.path, last.index, ord(character))
            ):
                # Fewer changes of font; a line from right to left needs one font to be ordered as a whole.
                faces.append(last)
            else:
                faces.append(self._face(character))
        first = next((face for face in faces if face is not None), fonts.latin())
        whole = [face or first for face in faces]
        runs: list[TextRun] = []
        for face, group in groupby(zip(whole, text, strict=True), lambda pair: pair[0]):
            if face is not None:
                runs.append(TextRun(font(face, style, size), "".join(character for _, character in group)))
        return runs

    # ---- measuring ---------------------------------------------------------------------------------------------

    def width(self, text: str, style: str, size: float) -> float:
        """How wide a line is, in pixels, as it will be drawn."""
        return sum(run.font.getlength(run.text, direction=_direction(text)) for run in self.runs(text, style, size))

    def _about(self, chunk: str, style: str, size: float) -> float:
        """The width of a chunk from its width at one large size: near enough to break lines by."""
        key = (style, chunk)
        if key not in self._widths:
            self._widths[key] = self.width(chunk, style, _UNIT) / _UNIT
        return self._widths[key] * size * 1.012

    def wrap(self, text: str, style: str, size: float, width: float) -> list[str]:
        """The lines of a text in a column of a width; nothing is left out, a word too long is broken."""
        return wrapped(text, width, lambda chunk: self._about(chunk, style, size))

    # ---- drawing -----------------------------------------------------------------------------------------------

    def draw(
        self,
        draw: ImageDraw.ImageDraw,
        x: float,
        y: float,
        text: str,
        style: str,
        size: float,
        fill: Ink,
        *,
        spread: float = 0.0,
        right: bool = False,
    ) -> float:
        """The width of a line drawn with its baseline at y, from x, or up to x where it is set from the right.

        `spread` is added between letters of scripts that stand apart; words that join are left joined.
        """
        direction = _direction(text)
        runs = self.runs(text, style, size)
        wide = spread and all(not _joins(character) for character in text)
        # Letters set apart are measured as they are drawn, without kerning.
        apart = [list(map(run.font.getlength, run.text)) if wide else [] for run in runs]
        lengths = [
            sum(letters) if wide else run.font.getlength(run.text, direction=direction)
            for run, letters in zip(runs, apart, strict=True)
        ]
        total = sum(lengths) + (spread * max(0, len(text) - 1) if wide else 0)
        at = x - total if right else x
        measured = list(zip(runs, lengths, apart, strict=True))
        for run, length, letters in reversed(measured) if direction == "rtl" else measured:
            if wide:
                for character, advance in zip(run.text, letters, strict=True):
                    draw.text((at, y), character, font=run.font, fill=fill, anchor="ls")
                    at += advance + spread
            else:
                draw.text((at, y), run.text, font=run.font, fill=fill, anchor="ls", direction=direction)
                at += length
        return total


@lru_cache(maxsize=20)  # an open face of a large font holds megabytes
def font(face: Face, style: str, size: float) -> ImageFont.FreeTypeFont:
    """A face in a style at a size in pixels; a face that has no weights is taken as it is."""
    italic = style == "italic" and face.italic
    engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    sized = ImageFont.truetype(face.italic if italic else face.path, size, index=face.index, layout_engine=engine)
    try:
        axes = sized.get_variation_axes()
    except (OSError, NotImplementedError):
        return sized
    weight = STYLES[style] if face.italic else STYLES[style] + 20
    values: list[float] = []
    for axis in axes:
        name = bytes(axis.get("name") or b"").lower()
        low, high = axis["minimum"] or 0, axis["maximum"] or 0
        values.append(max(low, min(high, weight)) if b"weight" in name else axis["default"] or 0)
    sized.set_variation_by_axes(values)
    return sized


@cache
def _find(character: str, language: str) -> Face | None:
    code = ord(character)
    for face in (fonts.latin(), fonts.cjk(language)):
        if face is not None and fonts.covers(face.path, face.index, code):
            return face
    return fonts.other(character, language)


def _direction(text: str) -> str | None:
    if not features.check("raqm"):
        return None
    return "rtl" if is_rtl(text) else "ltr"


def _joins(character: str) -> bool:
    """Whether a letter's shape depends on its neighbours, or sits on one."""
    code = ord(character)
    return 0x0590 <= code <= 0x1CFF or unicodedata.combining(character) > 0 or character in "\u200c\u200d"


def _beside_ideograph(text: str, place: int) -> bool:
    around = text[max(0, place - 2) : place] + text[place + 1 : place + 3]
    return any(IDEOGRAPH.match(character) for character in around)


def _stand_in(characters: list[str]) -> str:
    if all(unicodedata.category(character) in ("So", "Sk", "Sm", "Sc", "Co", "Cn", "Po") for character in characters):
        names = [unicodedata.name(character, f"U+{ord(character):04X}").lower() for character in characters[:3]]
        return f"[{', '.join(names)}{', …' if len(characters) > 3 else ''}]"
    script = unicodedata.name(characters[0], f"U+{ord(characters[0]):04X}").split()[0].lower()
    return f"[{script} ×{len(characters)}]"


def canvas(width: int, height: int) -> Image.Image:
    """An empty transparent picture."""
    return Image.new("RGBA", (width, height), (0, 0, 0, 0))


def fitted(
    types: Typesetter, text: str, style: str, sizes: tuple[int, ...], width: float, most: int, u: float
) -> tuple[list[str], float]:
    """The lines of a title at the first size at which there are not too many, at the last size however many."""
    lines: list[str] = []
    size = sizes[0] * u
    for base in sizes:
        size = base * u
        # Spaced letters are wider than the words alone.
        lines = types.wrap(text, style, size, width / 1.12)
        if len(lines) <= most:
            break
    return lines, size
