"""The program's own finder of its modules, held against Python's."""

from __future__ import annotations

import marshal
import os
import pkgutil
from collections.abc import Callable
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from operator import attrgetter
from pathlib import Path

import pytest

import storyboard
from storyboard.system import finder
from tests.helpers import all_hold

ROOT = Path(storyboard.__path__[0])
SAID = attrgetter("name", "origin", "submodule_search_locations", "cached", "has_location")
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
            assert SAID(ours) == SAID(theirs)
            assert isinstance(ours.loader, SourceFileLoader)
            assert isinstance(theirs.loader, SourceFileLoader)
            assert vars(ours.loader) == {**vars(theirs.loader), "compiled": theirs.cached}
            assert ours.loader.get_code(module.name) == theirs.loader.get_code(module.name)

    assert len(PACKAGES) > 50
    all_hold(same, PACKAGES, str)


def test_what_was_compiled_is_run_while_its_source_is_as_it_was(tmp_path: Path) -> None:
    """The compiled file says something else than its source, so that it shows which of both was read."""
    source = tmp_path / "module.py"
    source.write_text("origin = 'source'\n", encoding="utf-8")
    loader = finder._Loader("module", str(source))
    loader.compiled = cache_from_source(str(source))
    compiled = Path(loader.compiled)
    compiled.parent.mkdir()
    code = marshal.dumps(compile("origin = 'compiled'\n", str(source), "exec"))

    def origin(change: Callable[[bytes], bytes]) -> object:
        status = source.stat()
        head = MAGIC_NUMBER + bytes(4) + int(status.st_mtime).to_bytes(4, "little")
        compiled.write_bytes(change(head + status.st_size.to_bytes(4, "little") + code))
        names: dict[str, object] = {}
        read = loader.get_code("module")
        assert read is not None
        exec(read, names)
        return names["origin"]

    assert origin(lambda data: data) == "compiled"
    assert origin(lambda data: data[:8] + bytes(4) + data[12:]) == "source"  # as old as the epoch
    assert origin(lambda data: data[:12] + b"\1" + data[13:]) == "source"  # of a longer source
    assert origin(lambda data: b"\0\0\r\n" + data[4:]) == "source"  # of another Python
    assert origin(lambda data: data[:4] + b"\3" + data[5:]) == "source"  # known by its source's hash
    assert origin(lambda _: b"") == "source"
    moved = marshal.dumps(compile("origin = 'compiled'\n", "elsewhere/module.py", "exec"))
    assert origin(lambda data: data[:16] + moved) == "compiled"
    read = loader.get_code("module")
    assert read is not None
    assert read.co_filename == str(source)
    compiled.unlink()
    os.utime(source, (1, 1))
    assert origin(lambda data: data) == "compiled"


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
