"""The pages as Sphinx takes them: those of docs/ with README, CONTRIBUTING and CHANGELOG in one folder, links and all.

A link to a file that is no page leads to the repository, where one is known; else the file is only named.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from storyboard.system import origin

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SCHEMAS = "schemas"
# Where the pages beside docs/ stand in the site.
BESIDE = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
_LINK = re.compile(r"(?<!!)\[((?:`[^`]*`|[^\]`])*)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"(!\[[^\]]*\]\()([^)\s]+)(\))")
_ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| \[[^\]]+\]\(([^)]+)\) \| (.+) \|$")


class Entry(NamedTuple):
    """A page in the list of all: the heading that it stands under, its place in the site, and what it is for."""

    group: str
    page: str
    about: str


def entries() -> Iterator[Entry]:
    """The pages in the order of docs/README.md."""
    group = ""
    for line in (DOCS / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif row := _ROW.match(line):
            target = posixpath.normpath(posixpath.join("docs", row[1]))
            yield Entry(group, _places()[target], _LINK.sub(r"\1", row[2]))


def stage(folder: Path) -> dict[str, str]:
    """Lay the pages out in a folder; the text of each by its place there, as a reader of Markdown has it."""
    shutil.rmtree(folder, ignore_errors=True)
    places = _places()
    texts = {
        place: _linked(source, (ROOT / source).read_text(encoding="utf-8"), places)
        for source, place in places.items()
        if source.endswith(".md") and source != f"docs/{SCHEMAS}"
    }
    texts[f"{SCHEMAS}/index.md"] = _schemas()
    for place, text in texts.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        plain = _ANCHOR.sub(r"(\1)=", text)
        target.write_text(plain + (_tree() if place == "index.md" else _inner(place, texts)), encoding="utf-8")
    for source in ("pictures", SCHEMAS):
        shutil.copytree(DOCS / source, folder / source, dirs_exist_ok=True)
    return texts


def _places() -> dict[str, str]:
    """The place in the site of each page, by its path in the repository."""
    pages = {path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")}
    places = {page: "pages.md" if page == "docs/README.md" else page.removeprefix("docs/") for page in pages}
    places = {page: re.sub(r"README\.md$", "index.md", place) for page, place in places.items()}
    folders = {posixpath.dirname(page): place for page, place in places.items() if page.endswith("/README.md")}
    del folders["docs"]
    return {**places, **folders, f"docs/{SCHEMAS}": f"{SCHEMAS}/index.md", **BESIDE}


def _linked(source: str, text: str, places: Mapping[str, str]) -> str:
    """The text of a page with its links as they lead in the site; what stands in a block of code is left alone."""
    here = places[source]

    def moved(target: str) -> str:
        path, _, anchor = target.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) if path else source
        if path in places:
            path = places[path]
        elif path.startswith(("docs/pictures/", f"docs/{SCHEMAS}/")):
            path = path.removeprefix("docs/")
        else:
            return ""
        return posixpath.relpath(path, posixpath.dirname(here) or ".") + (f"#{anchor}" if anchor else "")

    def link(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        if "://" in target or target.startswith("#"):
            return match[0]
        to = moved(target)
        if to:
            return f"[{words}]({to})"
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        if origin.REPOSITORY:
            return f"[{words}]({origin.page(path)})"
        return words if words.strip("`") in path else f"{words} (`{path}`)"

    parts: list[str] = []
    end = 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(link, text[end : fence.start()]), fence[0]]
        end = fence.end()
    whole = "".join([*parts, _LINK.sub(link, text[end:])])
    return _PICTURE.sub(lambda match: f"{match[1]}{moved(match[2])}{match[3]}", whole)


def _tree() -> str:
    """The order of the pages, as the side of each shows it."""
    groups: dict[str, list[str]] = {}
    for entry in entries():
        groups.setdefault(entry.group, []).append(entry.page.removesuffix(".md"))
    # The last group is for those who work on storyc.
    groups[list(groups)[-1]] += ["contributing", "changelog", "pages"]
    return "".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {group}\n\n" + "".join(f"{page}\n" for page in pages) + "```\n"
        for group, pages in groups.items()
    )


def _inner(place: str, texts: Mapping[str, str]) -> str:
    """The order of the pages in a folder, behind its own first page."""
    folder = posixpath.dirname(place)
    if not folder or not place.endswith("/index.md"):
        return ""
    pages = sorted(name for name in texts if name.startswith(f"{folder}/") and name != place)
    names = "".join(f"{posixpath.basename(page).removesuffix('.md')}\n" for page in pages)
    return f"\n```{{toctree}}\n:hidden:\n\n{names}```\n" if pages else ""


def _schemas() -> str:
    """The list of the JSON Schemas."""
    names = sorted(path.name for path in (DOCS / SCHEMAS).glob("*.json"))
    head = "# JSON Schemas\n\nOf everything that storyc writes as JSON; `storyc schema NAME` prints them too.\n\n"
    return head + "".join(f"- [{name}]({name})\n" for name in names)
