"""The program's own finder of its modules, held against Python's."""

from __future__ import annotations

import pkgutil
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

import storyboard
from storyboard.system import finder
from tests.helpers import all_hold

ROOT = Path(storyboard.__path__[0])
PACKAGES = sorted({file.parent for file in ROOT.rglob("__init__.py")})


@pytest.fixture(scope="module")
def own() -> finder._Finder:
    return finder._Finder()


def test_each_module_is_found_where_python_finds_it(own: finder._Finder) -> None:
    def same(folder: Path) -> None:
        path = [str(folder)]
        package = ".".join(folder.relative_to(ROOT.parent).parts)
        for module in pkgutil.iter_modules(path, f"{package}."):
            ours, theirs = own.find_spec(module.name, path), PathFinder.find_spec(module.name, path)
            assert ours is not None
            assert theirs is not None
            assert (ours, ours.cached, ours.has_location) == (theirs, theirs.cached, theirs.has_location)
            assert vars(ours.loader) == vars(theirs.loader)
            assert type(ours.loader) is type(theirs.loader)

    assert len(PACKAGES) > 50
    all_hold(same, PACKAGES, str)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("storyboard", None),
        ("storyboardlike.module", storyboard.__path__),
        ("storyboard.absent", storyboard.__path__),
        ("storyboard.config", ["/nowhere"]),
        ("storyboard.config", [*storyboard.__path__, "/nowhere"]),
        ("json.decoder", storyboard.__path__),
    ],
)
def test_all_else_is_left_to_python(own: finder._Finder, name: str, path: list[str] | None) -> None:
    assert own.find_spec(name, path) is None
