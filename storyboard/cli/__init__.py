"""The command line: each command is one file, imported only when it is called."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from storyboard.cli import exits

if TYPE_CHECKING:
    from storyboard.recall.records import Asked

# Of objects that a collection of garbage would look through: importing makes 60,000 of them, and 10,000 stories of
# which nothing has changed 300,000, of which none is garbage.
_FEW = 400_000


def main(asked: Asked | None = None) -> None:
    """Run the program and leave with its exit code; its answer is kept where the front door says what is asked."""
    gc.set_threshold(_FEW)
    from storyboard.system import finder

    finder.install()
    plain = is_plain(sys.argv[1:])
    if plain or asked is not None:  # the others may do without them
        from storyboard.system import deferred

        deferred.import_all(("msgspec", "pathlib"))
    code = run() if asked is None else _kept(asked)
    if plain:
        # Nothing is open and no thread runs: what is left is to take down, object by object, what was built up.
        os._exit(code)
    import signal

    # The outcome is known and said: an interrupt now would only show where the interpreter was closing a connection.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _kept(asked: Asked) -> int:
    """The exit code of a run, of which a record is left where one may stand for it."""
    from pathlib import Path

    from storyboard.recall import guard, keeping, own, parts
    from storyboard.recall.echo import echoing, overheard
    from storyboard.recall.witness import listening
    from storyboard.system.mounts import network_kind

    streams = sys.stdin, sys.stdout, sys.stderr
    with listening(parts.known(asked)) as witness:
        guard.watch(witness)
        sys.stdin = overheard(streams[0], witness)
        sys.stdout, sys.stderr = (echoing(stream, witness) for stream in streams[1:])
        try:
            code = run()
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError):  # of which the witness has heard
                    stream.flush()
            sys.stdin, sys.stdout, sys.stderr = streams
        loaded = own.loaded(witness.program, asked[3]) if code in (exits.DONE, exits.STORY_ERRORS) else None
        record = witness.record(code, loaded) if loaded is not None else None
    # What another machine writes on a disk of the network may be seen here some seconds late.
    if record is not None and not any(network_kind(Path(folder)) for folder in witness.devices.values()):
        keeping.keep(asked[0], record, witness.packed_parts(record))
    return code


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a run with these arguments, those of the process where none are given."""
    from storyboard.cli.terminal import Unwritable, draw, failed, prepare, say
    from storyboard.system import secrets

    prepare()
    secrets.conceal_environment(os.environ)
    words = sys.argv[1:] if arguments is None else arguments
    try:
        if is_plain(words):
            return _plain(*words)
        from storyboard.cli import program

        return program.invoked(arguments)
    except Unwritable as error:
        say(f"error: {error}")
        return exits.USAGE
    except KeyboardInterrupt:
        say("interrupted")
        return exits.INTERRUPTED
    except Exception as error:
        why = failed(error) if isinstance(error, OSError) else ""
        if why:
            say(f"error: {why}")
            return exits.USAGE
        if os.environ.get("STORYC_TRACEBACK"):
            import traceback

            draw(traceback.format_exc())
        # A key that is cut in two is not known any more.
        kind = secrets.mask(f"{type(error).__name__}: {error}").splitlines()[0][:200]
        say(f"bug: storyc failed ({kind}) at {_failed_at(error)}; {report_it()}")
        return exits.BUG


def report_it() -> str:
    """What to do about a bug of storyc, after a semicolon; it names a site only where one is storyc's."""
    from storyboard.system import origin

    place = origin.issues()
    report = f"please report it at {place}" if place else "please report it to whoever gave you storyc"
    return f"{report}, with the traceback that STORYC_TRACEBACK=1 shows"


def _failed_at(error: BaseException) -> str:
    """The file of the package, and the line, where an error of storyc itself arose."""
    import traceback

    places = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if f"{os.sep}storyboard{os.sep}" in frame.f_code.co_filename
    ]
    file, line = places[-1] if places else (__file__, 0)
    return f"storyboard/{file.rpartition(f'{os.sep}storyboard{os.sep}')[2].replace(os.sep, '/')}:{line}"


def is_plain(words: Sequence[str]) -> bool:
    """Whether a command line is `check` or `render` with paths alone, which hooks call at every save.

    Such a one does not wait for click, which on Windows expands the paths.
    """
    named = len(words) > 1 and words[0] in ("check", "render") and os.name != "nt"
    return named and not any(word.startswith("-") for word in words[1:])


def _plain(command: str, *paths: str) -> int:
    from storyboard.diagnostics import UserError

    try:
        if command == "check":
            from storyboard.cli.checking import check

            return check(paths)
        from storyboard.cli.rendering import render

        return render(paths)
    except UserError as error:
        from storyboard.cli.terminal import say_usage

        say_usage(str(error), f"storyc {command}")
        return exits.USAGE
