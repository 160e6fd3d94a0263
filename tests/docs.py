"""What the tests of the hand-written pages share: the pages, their fenced blocks, their headings and their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.helpers import ROOT

DOCS = ROOT / "docs"
GENERATED = "<!-- Written by"
_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1`*[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_ANCHOR = re.compile(r"""<a id="([^"\n]+)">""")
_LINK = re.compile(r"\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\(<?([^()\s<>]+(?:\([^()\s]*\))?)>?(?:[ \t]+\"[^\"\n]*\")?\)")
_CODE = re.compile(r"`+[^`\n]+`+")


class Block(NamedTuple):
    """A fenced block of a page: the line that its fence stands on, the words of its info string, its text."""

    page: Path
    line: int
    kind: str
    words: tuple[str, ...]
    text: str

    def value(self, key: str) -> str:
        """The value of a `key=value` word of the info string, "" where there is none."""
        return next((word.partition("=")[2] for word in self.words if word.startswith(f"{key}=")), "")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def pages() -> list[Path]:
    """Every page that a reader may open: those of docs/ and those in the root."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def written() -> list[Path]:
    """The pages of docs/ that people write."""
    return [page for page in pages() if DOCS in page.parents and not read(page).startswith(GENERATED)]


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, kind: str = "") -> list[Block]:
    """The fenced blocks of a page, of one kind where one is named."""
    text = read(page)
    listed: list[Block] = []
    for match in _FENCE.finditer(text):
        first, *words = match[2].split() or [""]
        if not kind or first == kind:
            line = text.count("\n", 0, match.start()) + 1
            listed.append(Block(page, line, first, tuple(words), match[3]))
    return listed


def every(kind: str) -> list[Block]:
    """The blocks of a kind of all written pages."""
    return [block for page in written() for block in blocks(page, kind)]


def place(block: Block) -> str:
    return f"{named(block.page)}:{block.line}"


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", read(page))


def code(page: Path) -> set[str]:
    """What stands between single backticks on a page, outside its blocks."""
    return {span.strip("`") for span in _CODE.findall(prose(page))}


def anchors(page: Path) -> set[str]:
    """The anchors of a page as GitHub makes them of its headings, and those that it sets itself."""
    text = prose(page)
    slugs: set[str] = set()
    for title in _HEADING.findall(text):
        bare = re.sub(r"[^\w\- ]", "", title.replace("`", "").lower()).replace(" ", "-")
        number = 0
        while (slug := f"{bare}-{number}" if number else bare) in slugs:
            number += 1
        slugs.add(slug)
    return slugs | set(_ANCHOR.findall(text))


def links(page: Path) -> Iterator[tuple[str, str]]:
    """The relative links of a page, each as its path, "" for the page itself, and its anchor."""
    for target in _LINK.findall(_CODE.sub("", prose(page))):
        if not re.match(r"[a-z][a-z0-9+.-]*:", target):
            path, _, anchor = target.partition("#")
            yield path, anchor
