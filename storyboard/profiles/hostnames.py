"""Which hosts there are, by the names of their files; what each is like stands in `storyboard.profiles.hosts`."""

from __future__ import annotations

from pathlib import Path

from storyboard.diagnostics import UserError
from storyboard.patterns import lazy
from storyboard.system import hostfiles

WAYS = ("v1", "v2")
_NAME = lazy(r"[a-z0-9][a-z0-9._-]{0,59}")  # as in the name of a profile


class HostError(UserError):
    """A host is not known, or its file cannot be used; the text names it, what disagrees, and what to do."""


def shipped() -> tuple[str, ...]:
    """The names of the hosts that came with storyc, sorted."""
    return tuple(sorted(hostfiles.shipped()))


def names(*, installed: bool = True) -> tuple[str, ...]:
    """The names of all hosts, the added ones included, sorted; without `installed` those of other packages are not.

    Raises HostError.
    """
    return tuple(sorted({*hostfiles.shipped(), *(name for name, _, _ in added_files(installed=installed))}))


def is_known(name: str) -> bool:
    """Whether a host bears a name; those of packages take long to find, so they come last. Raises HostError."""
    return name in names(installed=False) or name in names()


def added_files(*, installed: bool = True) -> list[tuple[str, str, str]]:
    """The name, the text and the place of each added file.

    Raises HostError where one bears a name that is taken, or that no host can bear.
    """
    if hostfiles.folder() and not Path(hostfiles.folder()).is_absolute():
        # Else it would be a folder of whatever project is worked in.
        raise HostError(f"{hostfiles.VARIABLE}: `{hostfiles.folder()}` is no whole path: write it from the root on")
    try:
        files = list(hostfiles.added(installed=installed))
    except OSError as error:
        raise HostError(
            f"{hostfiles.VARIABLE}: `{hostfiles.folder()}` cannot be read: {error.strerror or error}"
        ) from error
    except UnicodeDecodeError as error:
        raise HostError(f"{hostfiles.VARIABLE}: a file is not UTF-8 at byte {error.start}") from error
    except ImportError as error:
        raise HostError(
            f"an entry point of `{hostfiles.ENTRY_POINTS}` names a package that cannot be imported: {error}"
        ) from error
    taken = dict.fromkeys(hostfiles.shipped(), "storyc itself")
    for name, _, place in files:
        if not _NAME.fullmatch(name):
            raise HostError(f"{place}: a host's name has small letters, digits, `.`, `_` and `-`, and at most 60")
        if name in taken:
            raise HostError(f"{place}: there is a host `{name}` already, of {taken[name]}: give this one another name")
        taken[name] = f"`{place}`"
    return files
