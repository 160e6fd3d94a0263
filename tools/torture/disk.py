"""A disk that fills up, and a folder that becomes read-only, at each stage of a build."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import subprocess
from collections.abc import Generator
from functools import partial
from pathlib import Path

from tools.torture.crashes import PROTOCOLS
from tools.torture.judge import Tally, judge, settle, total, wrong
from tools.torture.points import Span, do_at
from tools.torture.spread import Task, tidied
from tools.torture.warm import Host, Root, ended, fork, new_root, run_build

_SIZE = "256m"  # room for what two clips reserve for a moment
_NOBODY = 65534


def disks(host: Host, folder: Path, found: dict[str, Span], most: int) -> list[Task]:
    """Both harms at so many of the points of both protocols, evenly chosen."""
    points = [(protocol, point) for protocol in PROTOCOLS for point in found[protocol].points]
    random.Random(most).shuffle(points)
    chosen = [(harm, *each) for harm in ("full", "read-only") for each in points[: max(1, most // 2)]]
    return [
        Task(f"{harm} {protocol} {point}", partial(_disk, host, folder / f"disk-{number}", harm, protocol, point))
        for number, (harm, protocol, point) in enumerate(chosen)
    ]


def _disk(host: Host, folder: Path, harm: str, protocol: str, point: str) -> Tally:
    (folder / "run").mkdir(parents=True)
    with _small(folder / "run" / "project") if harm == "full" else contextlib.nullcontext(False) as small:
        root = new_root(folder, "run", host.url, protocol)
        where = f"{protocol}, {harm} from {point} on"
        filler = root.path / ".filler"
        if harm == "read-only":
            _give(folder)
            code = ended(fork(partial(run_build, root, prepare=partial(_as_nobody, root, point))))
            _change(root.path, 0o755)
        else:
            work = partial(_fill, filler) if small else _forbid
            code = ended(fork(partial(run_build, root, prepare=do_at(point, work))))
            filler.unlink(missing_ok=True)
        parts = [wrong(f"{where}: it ended with {code}: {root.said[-800:]}")] if code not in (0, 2, 3, 7) else []
        _, why = settle(root, host)
        parts += [wrong(f"{where}: {why}: {root.said[-600:]}")] if why else []
        tally = total([judge(root, host, where), *parts])
    return tidied(folder, tally)


@contextlib.contextmanager
def _small(place: Path) -> Generator[bool]:
    """A small file system at a place; False where this machine does not let us have one."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(place)]
    mounted = os.getuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], capture_output=True, check=True)


def _fill(filler: Path) -> None:
    """Leave not one byte free."""
    handle = os.open(filler, os.O_WRONLY | os.O_CREAT, 0o600)
    size = os.fstatvfs(handle)
    with contextlib.suppress(OSError):
        os.posix_fallocate(handle, 0, max(1, size.f_bavail * size.f_frsize))
    with contextlib.suppress(OSError):
        os.lseek(handle, 0, os.SEEK_END)
        while os.write(handle, bytes(4096)):
            continue
    os.close(handle)


def _forbid() -> None:
    """Let this process write to no file any more; Python heeds no SIGXFSZ, so that it is an error like a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _give(folder: Path) -> None:
    """Let the project belong to somebody whom permissions bind."""
    if os.getuid() == 0:
        for each in (folder, *folder.rglob("*")):
            os.chown(each, _NOBODY, _NOBODY)


def _as_nobody(root: Root, point: str) -> None:
    """Become that somebody, and lose the right to make files at a point."""
    if os.getuid() == 0:
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    do_at(point, partial(_change, root.path, 0o555))()


def _change(folder: Path, mode: int) -> None:
    for place, _, _ in os.walk(folder):
        os.chmod(place, mode)
