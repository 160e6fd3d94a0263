"""The files that describe hosts: those that came with storyc, and those that the machine's owner has added.

A project adds none: a host's file says where a key goes. So one counts only in the installed package, in a package that
an entry point of the group `storyc.hosts` names, and in the folder that the environment variable STORYC_HOSTS names.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from storyboard.recall import witness

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

VARIABLE = "STORYC_HOSTS"
ENTRY_POINTS = "storyc.hosts"
SUFFIX = ".yaml"
_HOLDING = ("variable:", "access:", "secret:")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"  # of a variable's name


def shipped() -> dict[str, str]:
    """The text of each file that came with storyc, by the host's name."""
    return dict(_shipped())


@cache
def _shipped() -> tuple[tuple[str, str], ...]:
    here = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "profiles", "hosts")
    try:
        with os.scandir(here) as entries:
            files = sorted(entry.name for entry in entries if entry.name.endswith(SUFFIX) and entry.is_file())
    except OSError:
        # A zipped wheel has no paths; importlib.resources is slow to import, so it comes last.
        from importlib import resources

        return tuple(_texts(resources.files("storyboard") / "profiles" / "hosts"))
    return tuple((file.removesuffix(SUFFIX), _text(os.path.join(here, file))) for file in files)


def _text(path: str) -> str:
    with open(path, "rb", buffering=0) as stream:
        return stream.read().decode().replace("\r\n", "\n")


def folder() -> str:
    """The folder that the environment names for files of hosts, empty where it names none."""
    return os.environ.get(VARIABLE, "").strip()


def added(*, installed: bool) -> Iterator[tuple[str, str, str]]:
    """The name, the text and the place of each file that was added; those of packages only with `installed`.

    Raises OSError for a folder that is not there, ImportError for such a package.
    """
    if folder():
        witness.spoil("hosts come from a folder")
        for name, text in _texts(Path(folder())):
            yield name, text, f"{Path(folder()) / name}{SUFFIX}"
    if installed:
        yield from _installed()


@cache
def _installed() -> tuple[tuple[str, str, str], ...]:
    """Those of installed packages, whose entry point names the package that the files lie in."""
    witness.spoil("hosts come from packages")
    return tuple(
        (name, text, f"{package}/{name}{SUFFIX}") for package, place in _packages() for name, text in _texts(place)
    )


def _packages() -> Iterator[tuple[str, Traversable]]:
    from importlib.metadata import entry_points
    from importlib.resources import files

    for point in entry_points(group=ENTRY_POINTS):
        yield point.value, files(point.value)


def beside(host: str, name: str) -> tuple[bytes, str] | None:
    """A file that lies beside that of an added host, and its place; None where there is none, or no such host.

    Raises OSError and ImportError as `added` does.
    """
    if folder() and (Path(folder()) / f"{host}{SUFFIX}").is_file():
        place = Path(folder()) / name
        return (place.read_bytes(), str(place)) if place.is_file() else None
    for package, place in _packages():
        if (place / f"{host}{SUFFIX}").is_file():
            return ((place / name).read_bytes(), f"{package}/{name}") if (place / name).is_file() else None
    return None


def variables() -> Iterator[str]:
    """The variables of the environment that hold keys, of hosts that came with storyc or lie in the folder for them.

    The files are read without YAML: what a page of help prints must not wait for more. Those of packages take long to
    find, and are read where a key is looked for.
    """
    texts = list(shipped().values())
    if folder():
        with contextlib.suppress(OSError, UnicodeDecodeError):  # whoever needs such a host says it
            texts += [text for _, text, _ in added(installed=False)]
    for text in texts:
        for key in _HOLDING:
            for at in _places(text, key):
                named = text[at + len(key) :].partition("\n")[0].lstrip(" ")
                named = named[1:] if named[:1] in ('"', "'") else named
                named = named[: len(named) - len(named.lstrip(_LETTERS))]
                if named and not named[0].isdigit() and not (text[at - 1].isalnum() or text[at - 1] == "_"):
                    yield named


def line(text: str, key: str) -> str:
    """What stands behind the first key that begins a line, empty where none does.

    To look for a text is many times quicker than to look for an expression, and each start looks through all files.
    """
    for at in _places(text, key):
        if not text[text.rfind("\n", 0, at) + 1 : at].strip(" "):
            end = text.find("\n", at)
            return text[at + len(key) : end if end >= 0 else len(text)]
    return ""


def _places(text: str, key: str) -> Iterator[int]:
    at = text.find(key)
    while at >= 0:
        yield at
        at = text.find(key, at + len(key))


def _texts(folder: Traversable | Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(SUFFIX) and file.is_file():
            yield file.name.removesuffix(SUFFIX), file.read_text(encoding="utf-8")
