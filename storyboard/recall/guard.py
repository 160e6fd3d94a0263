"""A look over the shoulder of a run: what it does beside looking at files that it has noted makes its answer no record.

So a record can never stand for a run that wrote, started a program or spoke to a host, whoever adds such a thing where.
"""

from __future__ import annotations

import os
import sys

from storyboard.recall.witness import Witness

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Python keeps there what it has compiled.
_COMPILED = f"{os.sep}__pycache__"
_OPENS, _LISTS = "open", ("os.listdir", "os.scandir")
# https://docs.python.org/3/library/audit_events.html
_DEEDS = frozenset(
    "os.system os.exec os.fork os.forkpty os.posix_spawn os.spawn os.startfile os.kill os.chdir os.fchdir os.chmod "
    "os.chown os.chflags os.link os.symlink os.mkdir os.rmdir os.remove os.rename os.truncate os.utime os.setxattr "
    "os.removexattr subprocess.Popen socket.connect socket.bind socket.sendto socket.sendmsg socket.getaddrinfo "
    "tempfile.mkstemp tempfile.mkdtemp pty.spawn webbrowser.open".split()
)
_HEARD = _DEEDS.union((_OPENS,), _LISTS)


def watch(witness: Witness) -> None:
    """Have the interpreter tell of what is done from now on, until the end of the process."""
    # Started by `-m`, the program has taken the working folder out of the path, and may itself stand first there.
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__), *filter(None, sys.path[1:])}
    python |= {package, *(os.path.join(os.path.dirname(package), kind) for kind in ("grammars", "templates"))}
    known = tuple(os.path.join(folder, "") for folder in python)
    resolved: list[str] = []  # where these lead, which is looked up for what does not lie in any of them

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event not in _HEARD or witness.aside:  # as most are: of what is imported and run
            return
        if arguments and isinstance(arguments[0], str) and _COMPILED in arguments[0]:
            return
        if event == _OPENS:
            path, _, flags = arguments
            if isinstance(path, int):  # it was opened by its name before
                return
            if isinstance(flags, int) and flags & _WRITES:
                witness.spoil("a file was opened to be written")
            elif isinstance(path, str) and not _is_noted(path):
                if _is_known(path):
                    witness.program.add(path)
                else:
                    witness.spoil(f"{path} was read and not noted")
        elif event in _LISTS:
            if isinstance(arguments[0], str) and not (_is_noted(arguments[0]) or _is_known(arguments[0])):
                witness.spoil(f"{arguments[0]} was listed and not noted")
        else:
            witness.spoil(event)

    def _is_known(path: str) -> bool:
        if path.startswith(known):
            return True
        if not resolved:
            resolved.extend(os.path.join(os.path.realpath(folder), "") for folder in python)
        return path.startswith(tuple(resolved))

    def _is_noted(path: str) -> bool:
        return path in witness.signs or path in witness.named or os.path.abspath(path) in witness.signs

    sys.addaudithook(hear)
