"""Write .ci/locks/: the version and the hashes of each package that CI installs, in the format of pip.

The locks hold for Python 3.11 and every later one, on each system. A version that still suits pyproject.toml stays;
`--upgrade` takes the newest of all.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.supply.registry import index_url

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / ".ci" / "locks"
DEV = "dev"
# What a lock is for: the extras of pyproject.toml that it holds. The first decides what all the others may install.
LOCKS = {
    DEV: ("dev",),
    "fuzz": ("dev", "fuzz"),
    "clients": ("dev", "clients"),
    "tab": ("dev", "tab"),
    "buckets": ("dev", "buckets"),
    "docs": ("dev", "docs"),
    "supply": ("supply",),
    "wheel": ("video", "cjk", "keyring", "lsp", "team", "fleet", "watch", "pdf", "xlsx"),
}


def path(name: str) -> Path:
    """Where a lock lies."""
    return FOLDER / f"{name}.txt"


def pins(name: str) -> list[str]:
    """The requirements of a lock, each with its version and where it counts, without the hashes."""
    lines = path(name).read_text(encoding="utf-8").splitlines()
    return [line.rstrip(" \\") for line in lines if line and not line.startswith((" ", "#"))]


def words(name: str, *more: str) -> list[str]:
    """The command that resolves one lock anew, from the root of the repository."""
    extras = [f"--extra={extra}" for extra in LOCKS[name]]
    agreed = [] if name == DEV else [f"--constraints={path(DEV).relative_to(ROOT).as_posix()}"]
    return [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal",
        "--python-version=3.11", "--generate-hashes", "--no-config", "--custom-compile-command=make lock",
        f"--default-index={index_url()}", f"--output-file={path(name).relative_to(ROOT).as_posix()}",
        *extras, *agreed, *more,
    ]  # fmt: skip


def main() -> None:
    """Resolve the locks in turn, and leave with the resolver's exit code where one fails."""
    FOLDER.mkdir(exist_ok=True)
    for name in LOCKS:
        done = subprocess.run(words(name, *sys.argv[1:]), cwd=ROOT, env=os.environ, check=False)
        if done.returncode:
            sys.exit(done.returncode)
        print(f"{path(name).relative_to(ROOT).as_posix()}: {len(pins(name))} packages")


if __name__ == "__main__":
    main()
