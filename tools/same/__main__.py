"""Compare what two installed storyc programs write for the same work; exit 1 where a difference is not expected.

`python -m tools.same OLD NEW [--quick] [--expected FILE] [--stories N] [--seed N] [--only FOLDER] [--keep DIR]`
"""

from __future__ import annotations

import argparse
import functools
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from tools.hosting import ROOT
from tools.same import comparing, corpus, scenes
from tools.same.running import Side

_HOSTS = 4  # scenes with a host at once; they wait and need no core
_PARTS = 20  # lines of progress
_MOST, _SHOWN = 8, 16  # differences of a command that are shown, lines of each
_CORES = 2


def main(words: Sequence[str] | None = None) -> int:
    """Compare, print what differs, and give the exit code."""
    options = _arguments(words)
    rows = comparing.expected(options.expected.read_text(encoding="utf-8")) if options.expected else []
    since = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="storyc-same-") as temporary:
        root = Path(options.keep or temporary).resolve()
        old, new = Side(_program(options.old), root / "old"), Side(_program(options.new), root / "new")
        _say("writing the inputs")
        rendered = _ask(old.program, "render", "--variant", "all", "samples", *_good())
        corpus.write(old.root, options.stories, options.seed, rendered)
        shutil.copytree(old.root, new.root, symlinks=True)
        inputs = old.files()
        ask = functools.cache(functools.partial(_ask, old.program))
        listed = scenes.scenes(old.root, ask, quick=options.quick)
        _play([scene for scene in listed if scene.folder.startswith(options.only)], [old, new])
        texts = [_normal(side, inputs) for side in (old, new)]
    differences = comparing.differences(*texts)
    wrong = [difference for difference in differences if not any(row.pattern.search(difference.name) for row in rows)]
    for line in comparing.page(wrong, _MOST, _SHOWN):
        print(line)
    for row in rows:
        count = sum(row.pattern.search(difference.name) is not None for difference in differences)
        print(f"expected, {count} differ: {row.pattern.pattern}: {row.reason}")
    count = len(texts[0].keys() | texts[1].keys())
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = f"{spent.ru_utime + spent.ru_stime:.0f} s of CPU"
    print(f"{count:,} outputs compared, {len(wrong)} differ; {time.monotonic() - since:.0f} s, {cpu}")
    return bool(wrong)


class _Options(argparse.Namespace):
    old: Path
    new: Path
    quick: bool
    expected: Path | None
    stories: int
    seed: int
    only: str
    keep: Path | None


def _arguments(words: Sequence[str] | None) -> _Options:
    parser = argparse.ArgumentParser(prog="same", description="Compare what two installed storyc programs write.")
    parser.add_argument("old", type=Path, help="the program as it was, in a venv")
    parser.add_argument("new", type=Path, help="the program as it is, in another venv")
    parser.add_argument("--quick", action="store_true", help="fewer stories, films as drafts")
    parser.add_argument("--expected", type=Path, help="a file of differences that are meant, `EXPRESSION # reason`")
    parser.add_argument("--stories", type=int, help="so many made stories (300, or 40)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="run only what runs in folders whose name begins so")
    parser.add_argument("--keep", type=Path, help="work in this new folder and keep it")
    options = parser.parse_args(words, namespace=_Options())
    options.stories = options.stories or (40 if options.quick else 300)
    return options


def _program(path: Path) -> Path:
    """The absolute path of a program; a link is not followed, for its folder must be that of its interpreter."""
    path = path.absolute()
    if not (path.parent / "python").exists():
        sys.exit(f"{path} does not lie in a venv")
    return path


def _ask(program: Path, *words: str) -> str:
    done = subprocess.run([program, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout


def _good() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sorted((corpus.CASES / "ok").glob("*/*.story"))]


def _play(listed: list[scenes.Scene], sides: list[Side]) -> None:
    with ThreadPoolExecutor(_CORES) as pool, ThreadPoolExecutor(_HOSTS) as waiting:
        tasks = [
            (pool if scene.host is None else waiting).submit(side.play, scene) for scene in listed for side in sides
        ]
        _progress(tasks)
    for side in sides:
        side.close()


def _progress(tasks: list[Future[None]]) -> None:
    step = max(1, len(tasks) // _PARTS)
    for count, task in enumerate(as_completed(tasks), 1):
        task.result()
        if count % step == 0 or count == len(tasks):
            _say(f"{count} of {len(tasks)} scenes")


def _normal(side: Side, inputs: dict[str, bytes]) -> dict[str, str]:
    """What a side wrote and said, normalised; inputs that it left as they were are no outputs."""
    files = {name: data for name, data in side.files().items() if inputs.get(name) != data}
    places = {str(side.root): "<root>", str(side.program.parent.parent): "<venv>"}
    return comparing.normal({**side.outputs, **files}, places)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
