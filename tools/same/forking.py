"""Run by the interpreter of a storyc that is compared: forks a storyc for each line of stdin and prints its exit code.

A line is JSON: the words, the environment, the folder to run in, the file for stdin, and a stem for `.out` and `.err`.
What all runs import and read is read once, which makes a run many times faster than a new process.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable

_STORY = "corpus/samples/first.story"
WARM = (["check", "corpus/bad"], ["import", _STORY], ["export", _STORY], ["fmt", "--diff", _STORY], ["--help"])
LONGEST = 600  # seconds of one run


def main() -> None:
    """Answer line by line until stdin ends."""
    # Its `main` may leave with the process, as an installed program does.
    from storyboard.cli import run as program

    control, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    for words in WARM:
        _code(program, words)
    for line in control:
        words, environment, folder, stdin, stem = json.loads(line)
        child = os.fork()
        if not child:
            signal.alarm(LONGEST)
            os.environ.update(environment)
            os.chdir(folder)
            for descriptor, path in enumerate((stdin, f"{stem}.out", f"{stem}.err")):
                handle = os.open(path, os.O_RDWR | (os.O_CREAT | os.O_TRUNC if descriptor else 0))
                os.dup2(handle, descriptor)
            os._exit(_code(program, words))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)


def _code(program: Callable[[list[str]], int], words: list[str]) -> int:
    sys.argv = ["storyc", *words]
    code = program(words)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    main()
