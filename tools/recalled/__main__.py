"""Ask a changing project the same with records and without, and stop at the first answer that differs.

`--sequences N` (default 1000), of `--steps N` happenings each (default 8), from `--seed N` on.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tools.recalled.program import Answer, Program
from tools.recalled.worlds import World


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


def main() -> None:
    """Play the sequences and say what they came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    answers = recalled = 0
    with tempfile.TemporaryDirectory() as home, Program(Path(home)) as program:
        for seed in range(given.seed, given.seed + given.sequences):
            try:
                played = play(program, seed, given.steps)
            except Lie as lie:
                sys.exit(str(lie))
            answers, recalled = answers + played[0], recalled + played[1]
    print(f"{given.sequences} sequences: {answers} answers, {recalled} of them from records, and none differs")
    if not recalled:
        sys.exit("no answer came from a record, so this has shown nothing")


if __name__ == "__main__":
    main()
