"""Our own packages: their files, their builds, and an environment that holds the wheel and what it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

from tools.supply import lock

ROOT = lock.ROOT
# What of the caller's environment would reach into a build or an installed program.
_FOREIGN = ("PYTHONPATH", "PYTHONHOME", "SOURCE_DATE_EPOCH")


def run(*words: str | Path, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """What a program wrote to stdout; leaves with all that it said where it fails."""
    clean = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    done = subprocess.run(
        [str(word) for word in words], cwd=folder, env={**clean, **(environment or {})},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def tracked() -> list[str]:
    """The files of the repository, from its root: all that git does not ignore."""
    names = run("git", "ls-files", "-co", "--exclude-standard", "-z", folder=ROOT).split("\0")
    return sorted(name for name in names if name and (ROOT / name).is_file())


def copy(names: list[str], folder: Path) -> None:
    """Write the files anew into another folder, in the order of their names, as the process's umask has it."""
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)


def build(folder: Path, out: Path, kind: str, environment: Mapping[str, str] | None = None) -> Path:
    """The `sdist` or `wheel` of the files of a folder, written into another."""
    words = (sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", out)
    run(*words, folder=folder, environment=environment)
    return next(out.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


def installed(wheel: Path, folder: Path) -> Path:
    """The interpreter of an environment made in a folder, with the wheel and each of its extras in locked versions."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    run(*pip, "--require-hashes", "--requirement", lock.path("wheel"), folder=folder)
    run(*pip, "--no-deps", wheel, folder=folder)
    # They come with each environment, not with the wheel.
    run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools", "pip", folder=folder)
    return python
