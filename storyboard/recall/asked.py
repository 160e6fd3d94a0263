"""What is asked of the program: its own state, its arguments, the folder it runs in, and what the machine tells it."""

from __future__ import annotations

import marshal
import sys
from _blake2 import blake2b

if sys.platform == "win32":
    import nt as posix
else:
    import posix

TYPE_CHECKING = False  # typing would be imported for this one name
if TYPE_CHECKING:
    from collections.abc import Sequence

# Variables that shells and make count up, and those of git, which no run that is kept has asked.
_NOISE = frozenset((b"_", b"OLDPWD", b"PWD", b"SHLVL", b"WINDOWID", b"MAKELEVEL", b"MAKEFLAGS", b"MFLAGS"))
_STREAMS = 0, 1, 2
_COMPILED = "__pycache__"


def question(arguments: Sequence[str], stamp: bytes) -> str:
    """The name of what is asked, which is another one whenever the answer could be. Raises OSError."""
    variables = sorted(
        (name, value)
        for name, value in posix.environ.items()
        if name not in _NOISE and not name.startswith(b"GIT_")
    )  # fmt: skip
    asked = (tuple(arguments), posix.getcwd(), tuple(variables), tuple(map(_stream, _STREAMS)), posix.geteuid(), stamp)
    return blake2b(marshal.dumps(asked, 2), digest_size=20).hexdigest()


def _stream(handle: int) -> tuple[int, int] | None:
    """The columns and lines of a stream's terminal, None where it has none. Raises OSError for a closed stream."""
    posix.fstat(handle)
    if not posix.isatty(handle):
        return None
    size = posix.get_terminal_size(handle)
    return size.columns, size.lines


def program_stamp(package: str) -> bytes:
    """What tells two programs apart: Python, the names of its own files, and the folders packages lie in.

    A package that is added, replaced or taken away changes the time of its folder. What the files hold is told by the
    signs of those that a run loads: to look at all of them would take five times as long. Raises OSError.
    """
    listed: list[tuple[str, list[str]]] = []
    for folder in (package, *(f"{package}/../{kind}" for kind in ("grammars", "templates"))):
        try:
            listed += _listed(folder)
        except FileNotFoundError:
            if folder is package:
                raise
    here = posix.getcwd()
    places = [place for place in sys.path if place and place != here]
    from storyboard.recall.signs import signs

    state = (sys.version, sys.executable, package, tuple(places), signs(places), listed)
    return blake2b(marshal.dumps(state, 2), digest_size=16).digest()


def _listed(folder: str) -> list[tuple[str, list[str]]]:
    """The names in a folder and in those below it, compiled files left out. Raises OSError.

    Names with a point are not looked into, as those of nearly all files: no module lies there.
    """
    listed: list[tuple[str, list[str]]] = []
    left = [folder]
    while left:
        place = left.pop()
        try:
            names = sorted(posix.listdir(place))
        except NotADirectoryError:
            continue
        if _COMPILED in names:
            names.remove(_COMPILED)
        listed.append((place, names))
        left += [f"{place}/{name}" for name in names if "." not in name]
    return listed
