"""Which font files there are and which characters each of them draws: the packages first, then the system's."""

from __future__ import annotations

import os
import re
import struct
import sys
from bisect import bisect_right
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import msgspec

from storyboard.patterns import lazy

_FONT = lazy(r"\.(ttf|otf|ttc|otc)$", re.IGNORECASE)
# Cuts that are no body face: taken only where nothing else has the character.
_POOR = lazy(r"bold|black|heavy|italic|oblique|light|thin|mono|serif|condensed|narrow|math|symbol|lastresort", re.I)
_GOOD = ("notosans", "noto", "dejavusans", "arialuni", "segoeui", "pingfang", "hiragino", "yugoth", "meiryo", "msyh")
# The order of the faces in the collection of Noto Sans CJK.
_CJK = {"ja": 0, "ko": 1, "zh": 2}


class Face(msgspec.Struct, frozen=True):
    """One face of a font file: `index` is its place in a collection; `italic` the file of its italic, if any."""

    path: str
    index: int = 0
    italic: str = ""


def installed() -> str:
    """The files of the font packages with their sizes and the names of the system's fonts, as a text to be hashed."""
    files = [*_files("fontpkg_noto_sans", "files/*.ttf"), *_files("manimgx_fonts_cjk", "*.ttc")]
    lines = [f"{file.name} {file.stat().st_size}" for file in files]
    return "\n".join([*lines, *sorted(os.path.basename(path) for path in system_files())])


@cache
def latin() -> Face | None:
    """Noto Sans from its package: Latin, Greek, Cyrillic, Devanagari."""
    files = _files("fontpkg_noto_sans", "files/*.ttf")
    plain = next((path for path in files if "Italic" not in path.name), None)
    slanted = next((path for path in files if "Italic" in path.name), None)
    return Face(str(plain), 0, str(slanted or "")) if plain else None


@cache
def cjk(language: str) -> Face | None:
    """Noto Sans CJK from its package, in the shapes of one language, Chinese where it is none of the three."""
    path = next(iter(_files("manimgx_fonts_cjk", "*.ttc")), None)
    return Face(str(path), _CJK.get(language, 2)) if path else None


def other(character: str, language: str) -> Face | None:
    """The best face of the system that draws a character, or None where there is none."""
    code = ord(character)
    for path in system_files():
        if covers(path, 0, code):
            # Collections of CJK fonts are in the order of Noto's; others have one face for all.
            many = "CJK" in path and path.lower().endswith((".ttc", ".otc"))
            return Face(path, _CJK.get(language, 2) if many else 0)
    return None


@cache
def system_files() -> tuple[str, ...]:
    """The system's font files, those for running text first, in the same order each time."""
    paths: list[str] = []
    for folder in _folders():
        for base, folders, names in os.walk(folder):
            folders.sort()
            paths += [os.path.join(base, name) for name in names if _FONT.search(name)]
    return tuple(sorted(dict.fromkeys(paths), key=_rank))


def _rank(path: str) -> tuple[bool, int, int, str]:
    name = re.sub(r"[^a-z0-9]", "", os.path.basename(path).lower())
    good = next((place for place, start in enumerate(_GOOD) if name.startswith(start)), len(_GOOD))
    return bool(_POOR.search(name)), good, len(name), path


def _folders() -> list[str]:
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", home)
        return [os.path.join(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"), local + r"\Microsoft\Windows\Fonts"]
    if sys.platform == "darwin":
        return ["/System/Library/Fonts", "/Library/Fonts", home + "/Library/Fonts"]
    own = os.environ.get("XDG_DATA_HOME") or home + "/.local/share"
    return ["/usr/share/fonts", "/usr/local/share/fonts", home + "/.fonts", own + "/fonts"]


def _files(package: str, pattern: str) -> list[Path]:
    """The files of an installed package that fit a pattern, in order; none where it is not installed."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return sorted(Path(places[0]).glob(pattern)) if places else []


# ---- the characters of a font: its `cmap` table, https://learn.microsoft.com/typography/opentype/spec/cmap ----------


def covers(path: str, index: int, code: int) -> bool:
    """Whether a face draws a character. A file that cannot be read draws none."""
    starts, ends = _ranges(path, index)
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@cache
def _ranges(path: str, index: int) -> tuple[list[int], list[int]]:
    """The covered stretches as ascending starts and ends, both inclusive."""
    try:
        with open(path, "rb") as stream:
            pairs = sorted(_read(stream, index))
    except (OSError, struct.error, ValueError):
        pairs = []
    return [start for start, _ in pairs], [end for _, end in pairs]


def _read(stream: BinaryIO, index: int) -> list[tuple[int, int]]:
    head = stream.read(12)
    if head[:4] == b"ttcf":
        count = struct.unpack(">I", head[8:12])[0]
        stream.seek(12 + 4 * min(index, count - 1))
        stream.seek(struct.unpack(">I", stream.read(4))[0])
        head = stream.read(12)
    rows = stream.read(16 * struct.unpack(">H", head[4:6])[0])
    tables = {rows[at : at + 4]: struct.unpack(">II", rows[at + 8 : at + 16]) for at in range(0, len(rows), 16)}
    # A font of coloured pictures only has no outlines, and Pillow draws those at one size alone.
    if not tables.keys() & {b"glyf", b"CFF ", b"CFF2"} or b"cmap" not in tables:
        return []
    offset, length = tables[b"cmap"]
    stream.seek(offset)
    table = stream.read(length)
    best: tuple[int, int] | None = None
    for at in range(4, 4 + 8 * struct.unpack(">H", table[2:4])[0], 8):
        platform, encoding, place = struct.unpack(">HHI", table[at : at + 8])
        form = struct.unpack(">H", table[place : place + 2])[0]
        if form in (4, 12) and (platform == 0 or (platform, encoding) in ((3, 1), (3, 10))):
            best = max(best or (0, 0), (form, place))
    if best is None:
        return []
    return _wide(table[best[1] :]) if best[0] == 12 else _narrow(table[best[1] :])


def _wide(table: bytes) -> list[tuple[int, int]]:
    count = struct.unpack(">I", table[12:16])[0]
    groups = [struct.unpack(">III", table[at : at + 12]) for at in range(16, 16 + 12 * count, 12)]
    return [(start, end) for start, end, glyph in groups if glyph or start != end]


def _narrow(table: bytes) -> list[tuple[int, int]]:
    count = struct.unpack(">H", table[6:8])[0] // 2

    def column(place: int) -> tuple[int, ...]:
        start = 14 + 2 * count * place + (2 if place else 0)
        return struct.unpack(f">{count}H", table[start : start + 2 * count])

    ends, starts, offsets = column(0), column(1), column(3)
    ranges: list[tuple[int, int]] = []
    for place, (start, end, offset) in enumerate(zip(starts, ends, offsets, strict=True)):
        if start > end or start == 0xFFFF:
            continue
        if not offset:
            ranges.append((start, end))
            continue
        base = 16 + 2 * count * 3 + 2 * place + offset
        for code in range(start, end + 1):
            at = base + 2 * (code - start)
            if table[at : at + 2] not in (b"\0\0", b""):
                ranges.append((code, code))
    return ranges
