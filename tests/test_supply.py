"""What development installs is locked by hashes, and what looks into it tells the good from the bad."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.supply import advisories, licences, lock, reproducible

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def required(extras: tuple[str, ...]) -> Iterator[Requirement]:
    """What the project and some of its extras require, those that an extra names too."""
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    for requirement in map(Requirement, lines):
        if requirement.name == PROJECT["name"]:
            yield from required(tuple(requirement.extras))
        else:
            yield requirement


def pinned(name: str) -> dict[str, set[str]]:
    """The versions of each package in a lock."""
    versions: dict[str, set[str]] = {}
    for pin in map(Requirement, lock.pins(name)):
        (only,) = pin.specifier
        assert only.operator == "=="
        versions.setdefault(canonicalize_name(pin.name), set()).add(only.version)
    return versions


@pytest.mark.parametrize("name", lock.LOCKS)
def test_lock_holds_what_pyproject_requires(name: str) -> None:
    versions = pinned(name)
    missing = [
        str(requirement)
        for requirement in required(lock.LOCKS[name])
        if not (pins := versions.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version) for version in pins)
    ]
    assert missing == [], "run `make lock`"


@pytest.mark.parametrize("name", lock.LOCKS)
def test_lock_has_a_hash_for_each_package(name: str) -> None:
    text = lock.path(name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(lock.pins(name)) > 20
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    # No version is taken from the machine or the registry of whoever wrote the lock.
    assert not re.search(r"://|^-|file:|@ ", text, re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in lock.LOCKS if name != lock.DEV])
def test_locks_agree_on_each_version(name: str) -> None:
    dev, other = pinned(lock.DEV), pinned(name)
    assert [package for package in dev.keys() & other.keys() if not other[package] <= dev[package]] == []


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("Apache Software License; MIT License", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("(MIT OR GPL-2.0-only) AND BSD-3-Clause", False),  # a choice in brackets is for a reader
        ("BSD-3-Clause AND MIT", True),
        ("(MIT OR GPL-2.0-only) AND GPL-3.0-only", False),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-3.0-only", False),
        ("MIT License; GNU General Public License v3 (GPLv3)", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_licence_is_permitted_or_not(licence: str, may: bool) -> None:
    assert licences.permits(licence) is may


def test_gpl_libraries_in_a_wheel_are_told() -> None:
    assert licences.carried(["libx264-d6533a8d.so.165", "libz-1.so", "libx264.so", "x265.dll"]) == ("libx264", "x265")


def report(*entries: dict[str, object]) -> dict[str, object]:
    return {"dependencies": list(entries)}


SOUND = {"name": "click", "version": "8.5.1", "vulns": []}
SKIPPED = {"name": "av", "skip_reason": "not found"}
BAD = {"name": "jinja2", "version": "3.1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1.6"]}]}


@pytest.mark.parametrize(
    ("entries", "code", "word"),
    [
        ([SOUND], 0, "1 packages, and no advisory"),
        ([SOUND, SKIPPED], 2, "NOT CHECKED: the registry serves no advisories for 1 of 2"),
        ([], 2, "NOT CHECKED"),
        ([SOUND, SKIPPED, BAD], 1, "jinja2 3.1.0: PYSEC-1, fixed in 3.1.6"),
    ],
)
def test_advisories_are_ok_only_where_all_were_looked_up(
    entries: list[dict[str, object]], code: int, word: str
) -> None:
    lines, actual = advisories.verdict(report(*entries), len(entries))
    assert actual == code
    assert word in lines[0]


def test_no_other_registry_than_pips_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    lines, code = advisories.look_up()
    assert code == 2
    assert "http://127.0.0.1:9/simple" in lines[0]


def zipped(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return path


def tarred(path: Path, mtime: int) -> Path:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        item = tarfile.TarInfo("storyc/PKG-INFO")
        item.mtime = mtime
        archive.addfile(item)
    path.write_bytes(gzip.compress(data.getvalue(), mtime=0))
    return path


def test_nobody_is_told_to_install_what_a_registry_calls_storyc() -> None:
    # storyc is in no registry: what is there by its name is a stranger's.
    by_name = re.compile(r"""install (?:-\S+ )*['"]?storyc(?:\[[^]]*\])?(?=['"`\s])(?! ?@)""")
    folders = (ROOT / name for name in ("docs", "editors/vim", "editors/vscode/src", "templates", "storyboard"))
    texts = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    pages = [
        ROOT / name for name in ("README.md", "CONTRIBUTING.md", "editors/vscode/README.md", "web/page/index.html")
    ]
    wrong = {
        str(path.relative_to(ROOT)): match[0]
        for path in (*texts, *pages)
        for match in by_name.finditer(path.read_bytes().decode(errors="replace"))
    }
    assert wrong == {}


def test_what_differs_between_two_archives_is_named(tmp_path: Path) -> None:
    first = zipped(tmp_path / "a.whl", a="1", b="2")
    assert reproducible.differences(first, zipped(tmp_path / "b.whl", a="1", b="2")) == []
    assert reproducible.differences(first, zipped(tmp_path / "c.whl", a="1", b="3")) == ["a.whl: b differs"]
    assert reproducible.differences(first, zipped(tmp_path / "d.whl", a="1")) == ["a.whl: b differs"]
    assert reproducible.differences(first, zipped(tmp_path / "e.whl", b="2", a="1")) == [
        "a.whl: the order of its members differs"
    ]
    sdist = tarred(tmp_path / "a.tar.gz", 1)
    assert reproducible.differences(sdist, tarred(tmp_path / "b.tar.gz", 1)) == []
    assert reproducible.differences(sdist, tarred(tmp_path / "c.tar.gz", 2)) == ["a.tar.gz: storyc/PKG-INFO differs"]
