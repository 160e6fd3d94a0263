"""A host to talk to, as the command line says it: its key, its place, its provider."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

import click
import msgspec

from storyboard.cli.terminal import say
from storyboard.config import Config, HostSettings
from storyboard.ledger.records import HostPlace
from storyboard.patterns import lazy
from storyboard.profiles import hosts
from storyboard.profiles.hosts import Retention
from storyboard.providers import Provider, keys, registry
from storyboard.providers.keys import Key
from storyboard.providers.registry import Unfit
from storyboard.system.secrets import mask

if TYPE_CHECKING:
    from storyboard.project.records import Project
    from storyboard.report.board.making import Workplace

Opened = TypeVar("Opened")
Command = TypeVar("Command", bound=Callable[..., object])
_HOST = lazy(r"[a-z0-9][a-z0-9._-]*+")  # before the sign of equality; a path is told from it by its slash


class KeyFiles(msgspec.Struct, frozen=True):
    """The files that hold keys, by their host; `bare` is that of the run's only host, None where none was named."""

    by_host: dict[str, str] = {}
    bare: str | None = None

    def of(self, name: str) -> str | None:
        """The file that holds the key of a host, None where the command line names none."""
        return self.by_host.get(name, self.bare)

    def check(self, wanted: Collection[str]) -> None:
        """Raises click.UsageError where a file without a host would be the key of several."""
        if self.bare is not None and len(wanted) > 1:
            known = ", ".join(f"`{name}`" for name in sorted(wanted))
            raise click.UsageError(
                f"`--api-key-file {mask(self.bare)}` names no host, and this run has {known}: "
                f"write `--api-key-file {min(wanted)}=FILE`"
            )


def key_option(command: Command) -> Command:
    """`--api-key-file [HOST=]FILE`, as `key_files`."""
    return click.option(
        "--api-key-file", "key_files", metavar="[HOST=]FILE", multiple=True, callback=_key_files,
        help="Read a host's key from FILE (- for stdin); without HOST, that of the run's only host.",
    )(command)  # fmt: skip


def _key_files(context: click.Context, option: click.Parameter, words: Sequence[str]) -> KeyFiles:
    """The files that the command line names. Raises click.UsageError where it names one twice."""
    by_host: dict[str, str] = {}
    bare: str | None = None
    for word in words:
        name, equals, file = word.partition("=")
        named = equals and _HOST.fullmatch(name)
        if named and not hosts.is_known(name):
            known = ", ".join(f"`{other}`" for other in hosts.names())
            raise click.UsageError(
                f"`--api-key-file {name}=…`: there is no host `{name}`, known are {known}; a file is `./{name}=…`"
            )
        if name in by_host if named else bare is not None:
            whose = f"of `{name}`" if named else "without a host"
            raise click.UsageError(f"there are two `--api-key-file` {whose}: leave one of them")
        if named:
            by_host[name] = file
        else:
            bare = word
    if [*by_host.values(), bare].count(keys.STDIN) > 1:
        raise click.UsageError("only one key can come from stdin: name a file for the other `--api-key-file`")
    return KeyFiles(by_host, bare)


def find_key(name: str, files: KeyFiles) -> Key:
    """The key of a host; a warning about where it lies is said. Raises NoKey and HostError."""
    key = registry.find_key(name, files.of(name), os.environ)
    if key.warning:
        say(f"warning: {key.warning}")
    return key


def rehearsal_option(command: Command) -> Command:
    """`--rehearsal`."""
    return click.option("--rehearsal", is_flag=True, help="Use the books of rehearsals.")(command)


def place(name: str, *, rehearsal: bool = False) -> HostPlace:
    """Where the jobs of a host run; with `rehearsal` this machine, whatever the environment says.

    Raises HostError, and click.UsageError for an address that gets no key.
    """
    here = _fit(registry.place(name, os.environ))
    return HostPlace(registry.REHEARSAL, rehearsal=True) if rehearsal else here


def address(name: str) -> str:
    """The address at which a host is spoken to. Raises HostError, and click.UsageError for one that gets no key."""
    return _fit(registry.address(name, os.environ))


def kept(name: str) -> Retention:
    """For how long a host keeps the record of a job, and its clip. Raises HostError."""
    return hosts.host(name).kept


def usual(name: str) -> float:
    """The seconds that a generation takes at a host. Raises HostError."""
    return hosts.host(name).usual.seconds


def pace(name: str) -> float | None:
    """The seconds that a generation takes at the emulator of a host, None at the host itself. Raises HostError."""
    return registry.pace(name, os.environ)


def open_host(name: str, config: Config, find: Callable[[], Key]) -> Provider:
    """The provider of a host; `find` is called when all else is right. Nothing is sent.

    Raises NoKey, HostError, and click.UsageError for an address that gets no key.
    """
    return _fit(registry.open_host(name, find, config.host.get(name, HostSettings()), os.environ))


def _fit(opened: Opened | Unfit) -> Opened:
    if isinstance(opened, Unfit):
        raise click.UsageError(opened.why)
    return opened


def workplace(project: Project) -> Workplace:
    """Where the finished clips of a project lie, for pages that show them, and whether they are drawn here."""
    from storyboard.project.places import out_folder
    from storyboard.report.board.making import Workplace

    host = registry.host_of(project.config)
    paid = registry.is_paid(host)
    out = out_folder(project, rehearsal=paid and place(host).rehearsal)
    return Workplace(out, paid or host == registry.DRAWN, waiting)


def waiting() -> None:
    """Say why nothing happens."""
    say("waiting: another storyc builds in this project")
