"""Ask a changing project the same with records and without, and stop at the first answer that differs.

`--sequences N` (default 1000), of `--steps N` happenings each (default 8), from `--seed N` on, by `--jobs N` processes
(default: one for each core).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tools.recalled.program import Answer, Program
from tools.recalled.worlds import World

_PART = 20  # sequences that are told of together


class Lie(Exception):
    """A record has said what the program does not say; the text is how it came to that."""


def asked(program: Program, world: World) -> Answer:
    """The answer to what the world asks at the moment. Raises Lie where it is not that of the program itself."""
    plain = world.variables | {"STORYC_NO_CACHE": "1"}
    # What writes is asked of a copy, or the second of the two would find what the first has left.
    writes = {"--fix", "-o"} & set(world.words)
    if writes:
        return program.run(world.words, world.films, world.variables, behind=world.behind)
    answer = program.run(world.words, world.films, world.variables, behind=world.behind)
    # A build that was none of a record may have made what the next one finds.
    if world.words[0] == "build" and not answer.recalled:
        return answer
    truth = program.run(world.words, world.films, plain, behind=world.behind)
    if answer.said != truth.said:
        steps = "\n  ".join(world.told)
        raise Lie(f"{' '.join(world.words)} {world.variables}\n  {steps}\nrecalled: {answer}\nprogram: {truth}")
    return answer


def play(program: Program, seed: int, steps: int) -> tuple[int, int]:
    """How many answers a sequence had, and how many of them came from records. Raises Lie."""
    folder = Path(tempfile.mkdtemp(prefix="recalled-"))
    answers = recalled = 0
    world = None
    try:
        world = World(folder, seed)
        for _ in range(steps):
            world.happen()
            for _ in range(world.random.choice((1, 1, 2))):
                answers += 1
                recalled += asked(program, world).recalled
    except Lie as lie:
        raise Lie(f"seed {seed}: {lie}") from None
    finally:
        if world is not None:
            world.buyer.leave()
        shutil.rmtree(folder, ignore_errors=True)
    return answers, recalled


def part(seeds: Sequence[int], steps: int) -> tuple[int, int]:
    """How many answers some sequences had together, and how many of them came from records. Raises Lie."""
    with tempfile.TemporaryDirectory() as home, Program(Path(home)) as program:
        played = [play(program, seed, steps) for seed in seeds]
    return sum(answers for answers, _ in played), sum(recalled for _, recalled in played)


def main() -> None:
    """Play the sequences and say what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.sequences)
    parts = [seeds[start : start + _PART] for start in range(0, len(seeds), _PART)]
    answers = recalled = 0
    with ProcessPoolExecutor(given.jobs) as pool:
        try:
            for number, counts in enumerate(pool.map(partial(part, steps=given.steps), parts), 1):
                answers, recalled = answers + counts[0], recalled + counts[1]
                print(f"{min(number * _PART, len(seeds))} of {len(seeds)}: {recalled} of {answers} answers", flush=True)
        except Lie as lie:
            pool.shutdown(wait=False, cancel_futures=True)
            sys.exit(str(lie))
    print(f"{given.sequences} sequences: {answers} answers, {recalled} of them from records, and none differs")
    if not recalled:
        sys.exit("no answer came from a record, so this has shown nothing")


if __name__ == "__main__":
    main()
