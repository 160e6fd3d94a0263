"""The front door: what was asked before and has not changed is answered from its record, all else by the program.

What is imported for an answer needs nothing that Python has not loaded by itself, so whoever waits for it waits for
Python alone. Whenever anything is in doubt, the program is asked.
"""

from __future__ import annotations

import os
import sys
import time

from storyboard import __version__

TYPE_CHECKING = False  # typing would be imported for this one name
if TYPE_CHECKING:
    from storyboard.recall.records import Asked

# Whose answers are kept, since they ask neither the clock nor chance; and what makes each command print its help.
_KEPT = frozenset(("build", "check", "export", "plan", "render"))
_HELP = frozenset(("--help", "-h"))
_COMPLETING = b"_STORYC_COMPLETE"


def main() -> None:
    """Answer, and leave with the exit code."""
    asked = _answer(sys.argv[1:])
    from storyboard.cli import main as program

    program(asked)


def _answer(arguments: list[str]) -> Asked | None:
    """What is asked, and what is left of an earlier answer; ends the process where that still holds.

    None where no record is to be kept: the machine has no such folder, or this is no question for one.
    """
    try:
        import posix

        from storyboard.recall import asked, records, signs
    except ImportError:  # not on Windows, whose times of files tell too little
        return None
    if _COMPLETING in posix.environ:
        return None
    if arguments == ["--version"]:
        if records.replay(((1, f"storyc {__version__}\n".encode()),)):
            os._exit(0)
        return None
    folder = records.place()
    if folder is None or not ((arguments[:1] and arguments[0] in _KEPT) or _HELP.intersection(arguments)):
        return None
    began = time.time_ns()
    package = __file__.rpartition("/")[0]
    try:
        name = asked.question(arguments, asked.program_stamp(package))
    except (OSError, ValueError):
        return None
    record = records.read(folder, name)
    if record is not None and not records.same_program(record, package.rpartition("/")[0]):
        record = None
    now = signs.signs(record[2]) if record is not None else ()
    if record is not None and records.holds(record, now) and records.replay(record[1]):
        os._exit(record[0])
    return name, record, now, began
