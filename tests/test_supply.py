"""What development installs is locked by hashes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.supply import lock

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
