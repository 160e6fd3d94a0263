"""`storyc emulate`: a local server that speaks the host's API."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command, quiet_option
from storyboard.profiles import DEFAULT, host_of
from storyboard.system import extras

if TYPE_CHECKING:
    from storyboard.emulate import EmulatorSettings
    from storyboard.emulate.faults import Fault, Kind
    from storyboard.records.emulate import Emulate

GROUP = "For hosts"
ORDER = 33
HELP = "Rehearse against a local server that speaks a host's API."
_HOST = host_of(DEFAULT)
_MOST = 1 << 20  # characters of a script


@click.command("emulate", cls=Command, short_help=HELP)
@click.option("--host", metavar="NAME", default=_HOST, show_default=True, help="The host to imitate.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65_535), default=0, help="Listen here (any free port).")
@click.option(
    "--seconds",
    metavar="S",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="How long a generation takes.",
)
@click.option("--v1-json", is_flag=True, help="Answer v1 with JSON and an address instead of the video's bytes.")
@click.option("--clip-mb", metavar="MB", type=click.FloatRange(0, 500), default=0.0, help="Pad clips to this size.")
@click.option("--cuts", is_flag=True, help="Cut clips where their prompts say, so that `verify` can be rehearsed.")
@click.option("--key", metavar="KEY", default="", help="Accept only this made-up key [default: any well-formed key].")
@click.option(
    "--credits", metavar="USD", type=click.FloatRange(0), default=100.0, show_default=True, help="Each key's balance."
)
@click.option("--spend-limit", metavar="USD", type=click.FloatRange(0), help="Refuse to spend more than this.")
@click.option("--rate", metavar="N", type=click.IntRange(1), help="Accept this many submits a minute from each key.")
@click.option(
    "--keep-record",
    metavar="S",
    type=click.FloatRange(0),
    default=3600.0,
    show_default=True,
    help="How long records are kept.",
)
@click.option(
    "--keep-file",
    metavar="S",
    type=click.FloatRange(0),
    default=604_800.0,
    show_default=True,
    help="How long files are kept.",
)
@click.option("--withdrawn", metavar="MODEL", multiple=True, help="Answer 410 for this model, as `wan-2.6-t2v`.")
@click.option("--fault", "words", metavar="NAME[=ARG][:EVERY]", multiple=True, help="Fail at every EVERY-th submit.")
@click.option("--script", metavar="FILE", help="A list in YAML or JSON: the fault of each submit in turn, or `none`.")
@click.option("--list-faults", is_flag=True, help="List the faults that the host can have and stop.")
@click.option("--openapi", is_flag=True, help="Print the API as an OpenAPI document and stop.")
@quiet_option
def command(
    port: int, words: tuple[str, ...], script: str | None, list_faults: bool, openapi: bool, quiet: bool, **given: Any
) -> int:
    """Speak a host's API on this machine, so that you can rehearse a pipeline for free.

    The first line of stdout is JSON with the server's `url`, `port`, a `key` that it accepts, and in `env` the
    variables that have a build rehearse there. The server listens on 127.0.0.1 only, until Ctrl-C or SIGTERM, and then
    prints to stderr what the host would have billed; the same is at `/emulator/book` as JSON at any time, and the API
    at `/openapi.json`. Faults are requested by name. Needs the extra `video`.
    """
    from storyboard.emulate.examples import examples
    from storyboard.emulate.offered import offered
    from storyboard.production.build import lacks_video
    from storyboard.profiles.hosts import host

    if list_faults:
        spoken = examples(given["host"])
        kinds = offered(host(given["host"]), spoken)
        width = max(len(kind.name) for kind in kinds)
        terminal.put("".join(f"{_usage(kind):<{width + 4}}  {kind.help}\n" for kind in kinds))
        for name, odd in (spoken.odd if spoken is not None else {}).items():
            terminal.put(f"answer={name}: {odd.means}\n")
        return exits.DONE
    if openapi:
        terminal.put(_document(given["host"]))
        return exits.DONE
    settings = _settings(words, script, **given)
    if lacks_video():
        terminal.say(f"error: {extras.lacking('video', 'the clips need')}")
        return exits.USAGE
    return _serve(settings, port, quiet)


def _settings(
    words: tuple[str, ...], script: str | None, *, credits: float, spend_limit: float | None, **same: Any
) -> EmulatorSettings:
    """How the host behaves. Raises click.UsageError for a fault or a script that cannot be used."""
    from storyboard.emulate import EmulatorSettings, faults

    try:
        always = tuple(faults.parse(word) for word in words)
    except faults.NoFault as error:
        raise click.UsageError(f"--fault: {error}") from error
    return EmulatorSettings(
        credits=round(credits * 1_000_000),
        spend_limit=None if spend_limit is None else round(spend_limit * 1_000_000),
        faults=always,
        script=_script(script) if script is not None else (),
        **same,
    )


def _serve(settings: EmulatorSettings, port: int, quiet: bool) -> int:
    """Answer until a signal comes; its exit code. Raises click.UsageError where the host cannot be set up."""
    from storyboard import emulate
    from storyboard.profiles import ProfileError
    from storyboard.providers.registry import rehearsing
    from storyboard.records.emulate import Emulate
    from storyboard.roots import find_root
    from storyboard.source import DiskFiles

    ended: list[int] = []
    stop = threading.Event()
    with _heeding(stop, ended):
        try:
            host = emulate.emulator(settings, DiskFiles(find_root(Path.cwd())[0]), _silent if quiet else terminal.say)
        except (ProfileError, emulate.NotUsable) as error:
            raise click.UsageError(str(error)) from error
        try:
            server = emulate.start(host, port)
        except OSError as error:
            host.clips.close()
            raise click.UsageError(f"port {port} cannot be had: {error.strerror}") from error
        try:
            env = rehearsing(settings.host, server.url, host.key, settings.seconds)
            terminal.put(_first_line(Emulate(url=server.url, port=server.port, key=host.key, env=env)), made_up=True)
            # A wait without an end cannot be interrupted on every system.
            while not stop.wait(0.5):
                continue
        finally:
            server.close()
    if not quiet:
        for line in emulate.summary(host).splitlines():
            terminal.say(line)
    terminal.say("interrupted" if ended[0] == signal.SIGINT else "terminated")
    return exits.INTERRUPTED if ended[0] == signal.SIGINT else exits.TERMINATED


def _usage(kind: Kind) -> str:
    letters = {
        "seconds": "=S", "megabytes": "=MB", "url": "=URL", "count": "=N", "size": "=WxH", "times": "=N",
        "dollars": "=USD", "drift": "=S", "repeat": "=HOW", "name": "=NAME",
    }  # fmt: skip
    return kind.name + letters.get(kind.wants, "")


def _document(host: str) -> str:
    """The API as `/openapi.json` has it. Raises HostError, and click.UsageError for a profile that cannot be read."""
    import json

    from storyboard.emulate import models_here
    from storyboard.emulate.openapi import document
    from storyboard.profiles import ProfileError, hosts
    from storyboard.roots import find_root
    from storyboard.source import DiskFiles

    api = hosts.host(host)
    try:
        models = models_here(api, DiskFiles(find_root(Path.cwd())[0]))
    except ProfileError as error:
        raise click.UsageError(str(error)) from error
    return json.dumps(document(api, models), indent=2, ensure_ascii=False) + "\n"


def _silent(line: str) -> None:
    """Say nothing."""


def _script(path: str) -> tuple[tuple[Fault, ...], ...]:
    """The faults of a script's submits in turn. Raises click.UsageError with the file and what is wrong."""
    from storyboard.emulate import faults

    try:
        with Path(path).open(encoding="utf-8-sig") as stream:
            text = stream.read(_MOST + 1)
        if len(text) > _MOST:
            raise click.UsageError(f"--script: `{path}` is longer than {_MOST:,} characters")
        return faults.script(text)
    except faults.NoFault as error:
        raise click.UsageError(f"--script: `{path}`: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise click.UsageError(f"--script: `{path}` cannot be read: {why}") from error


def _first_line(line: Emulate) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(line), indent=0).decode("utf-8") + "\n"


@contextmanager
def _heeding(stop: threading.Event, ended: list[int]) -> Generator[None]:
    """Make SIGINT and SIGTERM set `stop`, the first of them kept in `ended`."""

    def end(number: int, frame: object) -> None:
        ended.append(number)
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
