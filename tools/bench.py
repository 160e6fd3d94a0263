"""Measure the compiler as whole processes beside peers on the same machine, then its stages, and print tables.

The commands take turns, so that a busy machine is unfair to all of them alike; the medians of wall time are compared.
`--runs N` (default 9).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bench_inside

ROOT = Path(__file__).resolve().parent.parent
WORDS = "A hand strikes a match in the rain and a face appears in its warm light."


def story(clips: int, shots: int = 10) -> str:
    """A sound story: each clip ten seconds, each shot a second."""
    lines = ["A night market in the rain. Photoreal, neon light."]
    for clip in range(1, clips + 1):
        lines.append(f"# Clip {clip}")
        lines += [f"Shot {shot + 1} [{shot}-{shot + 1}s] {WORDS}" for shot in range(shots)]
    return "\n".join(lines) + "\n"


def module(lines: int) -> str:
    """Python as long as a story, for black."""
    return "".join(f'SHOT_{line} = ({line}, {line + 1}, "{WORDS}")\n' for line in range(lines))


def timed(words: list[str], folder: Path) -> float:
    """The wall time of one run in milliseconds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    spent = (time.perf_counter() - start) * 1000
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}\n{done.stderr[-2000:]}")
    return spent


def main() -> None:
    """Run all commands in turns and print their medians, and how check grows with the story."""
    runs = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 9
    storyc = [sys.executable, "-m", "storyboard"]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for clips in (4, 40, 400):
            (folder / f"{clips * 10}.story").write_text(story(clips), encoding="utf-8")
        (folder / "peer.py").write_text(module(40), encoding="utf-8")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "storyc --version": [*storyc, "--version"],
            "storyc check, 40 shots": [*storyc, "check", "40.story"],
            "storyc render, 40 shots": [*storyc, "render", "40.story"],
            "black --check, 40 lines": [
                sys.executable,
                "-m",
                "black",
                "-q",
                "--check",
                "--no-cache",
                "-l200",
                "peer.py",
            ],
            "storyc check, 400 shots": [*storyc, "check", "400.story"],
            "storyc check, 4,000 shots": [*storyc, "check", "4000.story"],
        }
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for words in commands.values():
            timed(words, folder)
        for _ in range(runs):
            for name, words in commands.items():
                spent[name].append(timed(words, folder))
    medians = {name: statistics.median(times) for name, times in spent.items()}
    floor = medians["python -c pass"]
    print(f"{'command':<28}{'median ms':>10}{'x pass':>8}")
    for name, median in medians.items():
        print(f"{name:<28}{median:>10.0f}{median / floor:>8.1f}")
    few, many = medians["storyc check, 40 shots"], medians["storyc check, 400 shots"]
    most = medians["storyc check, 4,000 shots"]
    print(f"\na shot costs {(many - few) / 360:.3f} ms from 40 to 400 shots, {(most - many) / 3600:.3f} ms to 4,000")
    print(f"check takes {few / medians['black --check, 40 lines']:.2f} of black's time on a file of the same length")
    print()
    print("\n".join(bench_inside.report()))


if __name__ == "__main__":
    main()
