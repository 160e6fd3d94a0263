"""What the tests over stories share: where stories are, how they are compiled, and how a fix is applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
import pytest

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.config import Config, load
from storyboard.diagnostics import Edit, Fix
from storyboard.source import DiskFiles, Files, MemoryFiles, Span

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
CASES = ROOT / "tests" / "cases"
BAD = CASES / "bad"
OK = CASES / "ok"
CLI = CASES / "cli"
ALL = Options(variant="all")
_EXPECT = re.compile(rb"^# expect:[ \t]*\r?$\n?", re.MULTILINE)
_T = TypeVar("_T")


def all_hold(holds: Callable[[_T], None], items: Iterable[_T], name: Callable[[_T], str]) -> None:
    """Fail with the names of those for which it does not hold; thousands of tests would take longer than what they do."""
    wrong: list[str] = []
    for item in items:
        try:
            holds(item)
        except Exception as error:
            wrong.append(f"{name(item)}: {type(error).__name__}: {error}")
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)


class Given(NamedTuple):
    """A story that a test compiles: a readable name, its project, its path there, the project's settings."""

    name: str
    files: Files
    path: str
    config: Config

    def compile(self, options: Options = ALL) -> Compiled:
        return compile_story(self.files, self.path, self.config, options)


def parted(path: Path) -> tuple[bytes, str | None]:
    """A case's story and the report that it expects, None where no `# expect:` line stands in it."""
    data = path.read_bytes()
    found = list(_EXPECT.finditer(data))
    if not found:
        return data, None
    block = data[found[-1].end() :].decode("utf-8")
    lines = [line.removeprefix("#").removeprefix(" ") for line in block.split("\n") if line.startswith("#")]
    return data[: found[-1].start()], "".join(f"{line}\n" for line in lines)


def expecting(story: bytes, report: str) -> bytes:
    """The bytes of a case: the story, and the report as comment lines under `# expect:`."""
    lines = ["# expect:", *(f"# {line}".rstrip() for line in report.rstrip("\n").split("\n"))]
    return story + ("\n".join(lines) + "\n").encode("utf-8")


def config_of(folder: Path) -> Config:
    """The settings of the `storyc.toml` in a folder, the defaults where there is none."""
    settings = folder / "storyc.toml"
    return load(settings if settings.is_file() else None, {}, {})


def bad(path: Path) -> Given:
    return Given(
        f"bad/{path.stem}", MemoryFiles({path.name: parted(path)[0]}, DiskFiles(BAD)), path.name, config_of(BAD)
    )


def ok(folder: Path) -> Given:
    return Given(f"ok/{folder.name}", DiskFiles(folder), "story.story", config_of(folder))


def sample(path: Path) -> Given:
    return Given(f"samples/{path.stem}", DiskFiles(ROOT), path.relative_to(ROOT).as_posix(), Config())


def bad_cases() -> list[Path]:
    return sorted(BAD.glob("*.story"))


def ok_cases() -> list[Path]:
    return sorted(path for path in OK.iterdir() if path.is_dir())


def samples() -> list[Path]:
    return sorted(SAMPLES.rglob("*.story"))


def every_story() -> list[Given]:
    """Every story there is: the samples, the good cases and the bad ones without their expectations."""
    return [*map(sample, samples()), *map(ok, ok_cases()), *map(bad, bad_cases())]


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made, the last first, so that no edit moves another."""
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def fixed(given: Given, made: Compiled, fix: Fix) -> Given:
    """The story's project with the edits of a fix made."""
    paths = {edit.span.path for edit in fix.edits}
    held: dict[str, str | bytes] = {
        path: applied(made.sources[path].text, [edit for edit in fix.edits if edit.span.path == path]) for path in paths
    }
    return given._replace(files=MemoryFiles(held, given.files))


def spans(record: Any) -> Iterator[Span]:
    """Every place that a record holds, at any depth."""
    todo = [record]
    while todo:
        each = todo.pop()
        if isinstance(each, Span):
            yield each
        elif isinstance(each, msgspec.Struct):
            todo += [getattr(each, name) for name in each.__struct_fields__]
        elif isinstance(each, dict):
            todo += each.values()
        elif isinstance(each, tuple | list):
            todo += each
