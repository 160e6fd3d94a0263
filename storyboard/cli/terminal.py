"""Where a command's words go: data to stdout or a file, talk to stderr."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from storyboard.recall import witness
from storyboard.system.logs import defused

_LEADS = {"ok": "green", "note": "cyan", "warning": "yellow", "error": "red", "bug": "red"}

_FOUND = 3.0  # seconds in which xdg-open has found a program, or none


class Unwritable(Exception):
    """Stdout takes no data, as on a full disk; the text says why."""


def prepare() -> None:
    """Make both streams write UTF-8 with `\\n`, so that data has the same bytes on every machine.

    A stream that the caller has closed is opened again and fails when it is used, apart from stderr, which is silent:
    the next file to be opened would else get its number, and what is said would be written into that.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            # The lowest free number is the stream's own. What is opened the wrong way round cannot be used.
            os.open(os.devnull, os.O_RDONLY if name == "stdout" else os.O_WRONLY)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def put(
    text: str, target: str | None = None, *, data: bool = False, made_up: bool = False, anew: bool = False
) -> None:  # fmt: skip
    """Write text to the file that `-o` names, whole or not at all, or to stdout where it names none or `-`.

    On stdout no line is a command to the log of a pipeline, unless the text is `data`, a writer's own words, and must
    keep its bytes. Keys in it are hidden, unless they are `made_up` and meant to be read. Raises click.UsageError when
    the file cannot be written, or when the command has read it and does not write it `anew`.
    """
    if not made_up:
        text = _hidden(text)
    if target is None or target == "-":
        _write(sys.stdout, text if data else defused(text))
        return
    if not anew:
        _spare(target)
    from storyboard.system.replacing import replace

    try:
        replace(to_write(target), text)
    except OSError as error:
        import click

        raise click.UsageError(f"`{target}` cannot be written: {error.strerror}") from error


def put_bytes(data: bytes, target: str | None) -> None:
    """Write bytes to the file that `-o` names, whole or not at all, or to stdout where that is no terminal.

    Raises click.UsageError when they cannot be written, or when the command has read the file.
    """
    import click

    from storyboard.system.replacing import replace

    try:
        if target is not None and target != "-":
            _spare(target)
            replace(to_write(target), data)
        elif sys.stdout.isatty():
            raise click.UsageError("this format is not for a terminal: name a file with `-o`")
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        raise click.UsageError(f"`{target or 'stdout'}` cannot be written: {error.strerror}") from error


def _spare(target: str) -> None:
    """Raise click.UsageError where a file is one that the command has read: what is made of it must not replace it."""
    if witness.has_read(target):
        import click

        raise click.UsageError(f"`{target}` is what this is made from, and `-o` would overwrite it: name another file")


def to_write(target: str) -> Path:
    """The path of a file that is to be written. Raises click.UsageError where a link of a checkout leads out of it."""
    from storyboard.roots import link_out

    link = link_out(Path(target))
    if link is not None:
        import click

        raise click.UsageError(f"`{link}` is a link that leads out of the project: delete it, or name another file")
    return Path(target)


def take(limit: int) -> bytes:
    """The bytes of stdin, at most `limit`. Raises click.UsageError when they cannot be read."""
    try:
        return sys.stdin.buffer.read(limit)
    except OSError as error:
        why = "it is closed" if error.errno == errno.EBADF else error.strerror
        import click

        raise click.UsageError(f"stdin cannot be read: {why}") from error


def _hidden(text: str) -> str:
    """Data without keys."""
    from storyboard.system.secrets import hide

    return hide(text)


def say(phrase: str = "") -> None:
    """Write one line of talk to stderr, and on a terminal the word that says what it is in colour.

    Names, titles and what hosts say are shown and never obeyed, whoever worded the phrase.
    """
    text = defused(_printable(phrase))
    lead, colon, rest = text.partition(": ")
    if lead in _LEADS and colored(_choice(), sys.stderr):
        from storyboard.report.drawing.paint import painter

        text = painter(color=True)(lead + ":", fg=_LEADS[lead], bold=True) + colon[1:] + rest
    _write(sys.stderr, f"{text}\n")


def say_usage(text: str, command: str) -> None:
    """Say what a command cannot do, and where its page is."""
    say(f"error: {text.rstrip('.')} (see `{command} --help`)")


def _choice() -> str:
    """The `--color` of the command that runs, `auto` where no option was read."""
    if "click" not in sys.modules:
        return "auto"
    import click

    context = click.get_current_context(silent=True)
    return context.params.get("color", "auto") if context else "auto"


def _printable(text: str) -> str:
    """One line in which keys are masked, and what a terminal obeys is spelt out."""
    from storyboard.report.drawing.cells import shown

    return shown(text)


def draw(text: str) -> None:
    """Write to stderr what was drawn, lines and colours and all, in which foreign words are shown already."""
    from storyboard.system.secrets import mask

    _write(sys.stderr, defused(mask(text)))


def _write(stream: TextIO, text: str) -> None:
    """Write and flush; a reader that has gone, as `head` does, silences the stream and changes no exit code.

    Raises Unwritable when stdout cannot take the data.
    """
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        if stream is sys.stdout:
            raise Unwritable(_unwritten(error)) from error


def failed(error: OSError) -> str:
    """Why stdout could not be written or the working folder not be used, as a phrase; empty for any other fault."""
    try:
        sys.stdout.flush()
    except OSError as unwritten:
        _silence(sys.stdout)
        return _unwritten(unwritten)
    if isinstance(error, FileNotFoundError):
        try:
            os.getcwd()
        except FileNotFoundError:
            return "the working folder was deleted: change to another one"
    return ""


def _unwritten(error: OSError) -> str:
    return f"stdout cannot be written: {'it is closed' if error.errno == errno.EBADF else error.strerror}"


def _silence(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def colored(choice: str, stream: TextIO) -> bool:
    """Whether a stream gets colour: `always`, `never`, or by terminal, `NO_COLOR` and `FORCE_COLOR` with `auto`."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or live(stream)


def live(stream: TextIO) -> bool:
    """Whether what is on a stream can be drawn over: a terminal that knows more than letters."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def drawn(color: str, target: str | None, wide: int = 120) -> tuple[bool, int]:
    """Whether what goes to stdout or a file is painted, and how many cells it may take; `wide` are those of a file."""
    if target is None or target == "-":
        return colored(color, sys.stdout), columns(sys.stdout)
    return color == "always", wide


def columns(stream: TextIO) -> int:
    """How wide a report may be drawn: the terminal, within 40 and 160, and 120 where there is none."""
    if not stream.isatty():
        return 120
    try:
        return min(max(os.get_terminal_size(stream.fileno()).columns, 40), 160)
    except OSError:
        return 120


def room(target: str | None = None) -> int:
    """How many cells a phrase on stdout may take: the terminal's, and any number where it is read elsewhere."""
    return columns(sys.stdout) if target in (None, "-") and sys.stdout.isatty() else sys.maxsize


def shown(path: Path | str) -> str:
    """A path as one would type it here: from the working folder where it lies below, else whole.

    An address is without its user and password. What a terminal would obey in it is spelt out.
    """
    if isinstance(path, str):
        from storyboard.system import addresses

        return _printable(addresses.shown(path))
    try:
        here = Path.cwd()
    except FileNotFoundError:  # it was deleted
        return _printable(str(path))
    return _printable(str(path.relative_to(here) if path.is_relative_to(here) else path))


def launch(paths: Sequence[Path]) -> None:
    """Open a file in the program that the system has for it; of several files, the folder that they share."""
    if not paths:
        return
    place = os.path.commonpath([path.absolute() for path in paths])
    if not _launched(place):
        say(f"note: no program here opens `{shown(Path(place))}` by itself: open it in a video player")


def _launched(place: str) -> bool:
    """Whether the system has a program for a place, as far as it says so before that program runs."""
    if sys.platform in ("darwin", "win32", "cygwin"):
        import click

        return not click.launch(place)
    import subprocess

    # What it says where it finds none are the names of seven browsers.
    none = subprocess.DEVNULL
    try:
        return not subprocess.Popen(["xdg-open", place], stdin=none, stdout=none, stderr=none).wait(_FOUND)
    except subprocess.TimeoutExpired:
        return True  # it waits for the program that it has found
    except OSError:
        return False


def progress(done: int, total: int, name: str) -> None:
    """Show on a terminal which of many stories is being read; `done == total` clears the line."""
    if total < 20 or not live(sys.stderr):
        return
    line = "" if done == total else f"{done + 1}/{total} {_printable(name)}"[:70]
    with witness.unheard():
        draw(f"\r\x1b[K{line}")
