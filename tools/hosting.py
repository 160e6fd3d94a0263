"""A host for the tools: `storyc emulate` in a process of its own, and the environment of its clients."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def host(*words: str) -> Generator[dict[str, Any]]:
    """What an emulator says of itself, which is started with these words and ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "storyboard", "emulate", "--quiet", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


@contextmanager
def hosting(protocol: str, *words: str) -> Generator[dict[str, str]]:
    """The environment for clients of a host that is started with these words and ends with the block."""
    with host("--credits", "100000", *words) as told:
        yield {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "STORYC_HOST_SEGMIND_PROTOCOL": protocol,
            **told["env"],
        }
