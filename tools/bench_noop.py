"""Measure a build and a plan of 2,000 stories of which nothing has changed, beside ninja's build of as many files.

Every clip was paid for: the books, the store, the clips and the films are put in place without a host, a real clip of
some kilobytes each. `--stories N` (default 2000), `--runs N` (default 3); medians of wall time, taken in turns.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NINJA = "rule copy\n  command = cp $in $out\n"


def ninja(root: Path, count: int) -> None:
    """Write as many files for ninja, and have them made."""
    lines = [NINJA]
    (root / "in").mkdir(parents=True)
    for number in range(count):
        (root / "in" / f"{number}.story").write_text(story(number), encoding="utf-8")
        lines.append(f"build out/{number}.mp4: copy in/{number}.story\n")
    (root / "build.ninja").write_text("".join(lines), encoding="utf-8")
    subprocess.run([_ninja(), "-C", str(root), "--quiet"], check=True)


def _ninja() -> str:
    return shutil.which("ninja", path=str(Path(sys.executable).parent)) or "ninja"


def story(number: int) -> str:
    """A story of one clip."""
    return f"A grey harbour.\nShot 1 [0-2s] The tide, seen from pier {number}.\nShot 2 [2-5s] A gull on it.\n"


def storyc(root: Path, count: int) -> None:
    """Write as many stories, and the state that a paid build of all of them leaves."""
    from storyboard.compiler.pipeline import Options, compile_story
    from storyboard.compiler.request import Request
    from storyboard.config import Config
    from storyboard.film.join import join
    from storyboard.ledger import HostPlace, open_ledger
    from storyboard.ledger.records import Caps, Reserved
    from storyboard.production import build
    from storyboard.production.files import bought, manifest, paths
    from storyboard.production.files.drawn import of_film
    from storyboard.production.plan import lockfile
    from storyboard.production.run.joined import film_key
    from storyboard.production.work import works
    from storyboard.source import DiskFiles
    from storyboard.store import open_store

    root.mkdir(parents=True)
    (root / "storyc.toml").write_text("", encoding="utf-8")
    for number in range(count):
        place = root / f"{number // 100:02}" / f"pier-{number:04}.story"
        place.parent.mkdir(exist_ok=True)
        place.write_text(story(number), encoding="utf-8")
    clip = drawn(root)
    files, config, options = DiskFiles(root), Config(), Options()
    settings = build.BuildSettings(root, root / "build", 1)
    ledger = open_ledger(build.prepare(root), place=HostPlace("api.segmind.com"))
    store = open_store(root / ".storyc" / "store", ledger.owner)
    into = store.receive()
    into.write(clip.read_bytes())
    blob = store.keep(into)
    kept = store.path(blob.sha256)
    assert kept is not None
    joined = root / "joined.mp4"
    whole = join([clip], joined)
    mine = manifest.Manifest(root)
    entries: list[lockfile.Entry] = []
    requests: list[Request] = []
    for path in sorted(path.relative_to(root).as_posix() for path in root.glob("*/*.story")):
        for film in build.films(files, compile_story(files, path, config, options), config, options):
            (work,) = works(film, settings, files)
            (request,) = work.requests
            held = ledger.reserve(request, 5, Caps())
            assert isinstance(held, Reserved)
            id, name = held.attempt.id, f"{len(entries):032x}"
            ledger.begin_send(id)
            ledger.accepted(id, name)
            ledger.stored(id, blob.sha256, blob.size)
            ledger.recorded(id, request.price, 1.0)
            video, beside = paths.paid(work.base), paths.record(work.base)
            ledger.published(id, paths.from_root(root, video))
            attempt = ledger.attempt(id)
            assert attempt is not None
            why = bought.publish(kept, video, beside, request, attempt, 5000, request.price, lambda: nullcontext(mine))
            assert not why, why
            base = paths.film_base(settings.out, film.story, film.variant)
            part = manifest.temp_beside(paths.paid(base))
            shutil.copyfile(joined, part)
            record = of_film(
                film, key=film_key([blob.sha256]), digest=manifest.sha256(part), ms=round(whole.ms),
                clips=[(paths.from_root(root, video), blob.sha256)], encoded=[],
            )  # fmt: skip
            texts = [(manifest.write_part(text, data), text) for text, data in work.texts]
            beside = paths.record(base)
            mine.replace([(part, paths.paid(base)), (manifest.write_part(beside, record), beside), *texts])
            requests.append(request)
            entries.append(
                lockfile.entry(attempt, ledger=ledger.id, generation=ledger.generation(), price=request.price)
            )
    mine.save()
    lockfile.write(root, lockfile.merged(lockfile.NO_LOCK, entries, requests))
    ledger.close()


def drawn(root: Path) -> Path:
    """A clip of five seconds."""
    sample = root / "sample"
    sample.mkdir()
    (sample / "storyc.toml").write_text("", encoding="utf-8")
    (sample / "a.story").write_text(story(0), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "storyboard", "build", "a.story", "--draft", "--quiet"],
        cwd=sample, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    (sample / "a.story").unlink()
    return sample / "build/a/01-clip.animatic.mp4"


def timed(words: list[str], folder: Path) -> tuple[float, float, str]:
    """The wall time of one run and its processor's, in seconds, and the last line that it said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("SEGMIND_API_KEY", None)
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    spent, after = time.perf_counter() - start, os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}\n{done.stderr[-2000:]}")
    return spent, worked, (done.stderr or done.stdout).rstrip().rpartition("\n")[2]


def main() -> None:
    """Run all in turns and print their medians."""
    runs, count = _number("--runs", 3), _number("--stories", 2000)
    with _folder() as folder:
        if not (folder / "storyc").exists():
            ninja(folder / "ninja", count)
            storyc(folder / "storyc", count)
        program = [sys.executable, "-m", "storyboard"]
        commands = {
            "ninja": ([_ninja()], folder / "ninja"),
            "storyc plan": ([*program, "plan", "."], folder / "storyc"),
            "storyc build": ([*program, "build", ".", "--provider", "segmind"], folder / "storyc"),
            "storyc check": ([*program, "check", "."], folder / "storyc"),
        }
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        said: dict[str, str] = {}
        for _ in range(runs):
            for name, (words, where) in commands.items():
                spent, worked, said[name] = timed(words, where)
                seen[name].append((spent, worked))
    middle = {name: [statistics.median(column) for column in zip(*each, strict=True)] for name, each in seen.items()}
    floor, least = middle["ninja"]
    print(f"{count} stories with one clip each, all paid for, nothing changed; medians of {runs}")
    print(f"{'':<16}{'s':>8}{'x ninja':>9}{'cpu s':>8}{'x ninja':>9}{'ms each':>9}")
    for name, (spent, worked) in middle.items():
        ratios = f"{spent:>8.2f}{spent / floor:>9.0f}{worked:>8.2f}{worked / max(least, 0.01):>9.0f}"
        print(f"{name:<16}{ratios}{1000 * worked / count:>9.2f}  {said[name][:60]}")


@contextmanager
def _folder() -> Generator[Path]:
    """A fresh folder, or the one that `--keep` names, whose state is used again."""
    if "--keep" in sys.argv:
        yield Path(sys.argv[sys.argv.index("--keep") + 1])
        return
    with tempfile.TemporaryDirectory(prefix="storyc-bench-") as made:
        yield Path(made)


def _number(flag: str, default: int) -> int:
    return int(sys.argv[sys.argv.index(flag) + 1]) if flag in sys.argv else default


if __name__ == "__main__":
    main()
