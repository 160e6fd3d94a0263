"""Build sdist and wheel in two places, at two times, for two users: the same files must give the same bytes."""

from __future__ import annotations

import hashlib
import os
import sys
import tarfile
import zipfile
from pathlib import Path

from tools.supply.packages import build, copy, tracked

# What differs between two machines and may not show. Each is the environment of one builder, with its umask.
_HERE = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "HOME": "/", "USER": "here"}
_THERE = {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "HOME": "/tmp", "USER": "elsewhere"}
_LONG_AGO = 1_000_000_000


def compare(work: Path) -> list[str]:
    """What differs between the packages of two builders, a line each; the packages lie in `work` afterwards."""
    names = tracked()
    here, far = work / "here", work / "a folder" / "with a longer path" / "elsewhere"
    copy(names, here)
    before = os.umask(0o077)
    try:
        copy(names[::-1], far)
        for path in far.rglob("*"):
            os.utime(path, (_LONG_AGO, _LONG_AGO))
        second = [build(far, work / "second", kind, _THERE) for kind in ("sdist", "wheel")]
    finally:
        os.umask(before)
    first = [build(here, work / "first", kind, _HERE) for kind in ("sdist", "wheel")]
    with tarfile.open(first[0]) as archive:
        archive.extractall(work, filter="data")
    unpacked = work / first[0].name.removesuffix(".tar.gz")
    from_sdist = build(unpacked, work / "third", "wheel", _HERE)
    pairs = [*zip(first, second, strict=True), (first[1], from_sdist)]
    return [line for one_place, another in pairs for line in differences(one_place, another)]


def differences(first: Path, second: Path) -> list[str]:
    """The members of two archives that differ, a line each; of the same members in other clothes, the archive."""
    if first.read_bytes() == second.read_bytes():
        return []
    ours, theirs = members(first), members(second)
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    return [f"{first.name}: {name} differs" for name in names] or [f"{first.name}: the order of its members differs"]


def members(archive: Path) -> dict[str, tuple[object, ...]]:
    """What an archive says of each of its members: its time, its rights, its owner, the hash of its bytes."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {
                item.filename: (item.date_time, item.external_attr, hashlib.sha256(wheel.read(item)).hexdigest())
                for item in wheel.infolist()
            }
    rows: dict[str, tuple[object, ...]] = {}
    with tarfile.open(archive) as sdist:
        for item in sdist:
            data = sdist.extractfile(item)
            digest = hashlib.sha256(data.read() if data else b"").hexdigest()
            rows[item.name] = (item.mtime, item.mode, item.uid, item.gid, item.uname, item.gname, digest)
    return rows


def report(work: Path) -> Path:
    """The wheel that both builders made, and their packages' hashes on stdout; leaves with what differs."""
    wrong = compare(work)
    if wrong:
        sys.exit("two builds of the same files differ\n" + "\n".join(wrong))
    print("Two builders, in other folders, at other times, with other umasks, time zones and hash seeds, and one")
    print("from the unpacked sdist: the same bytes.")
    made = sorted((work / "first").iterdir())
    for path in made:
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
    return made[0]
