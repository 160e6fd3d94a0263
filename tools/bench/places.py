"""Where the measured programs are installed: storyc from its wheel, with its locked packages, and its peers apart."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import msgspec

from tools.supply import lock
from tools.supply.packages import ROOT, build, run

PEERS = ("black", "ruff", "screenplain", "ninja", "moviepy", "imageio-ffmpeg")
_PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install")
_VERSIONS = """
import importlib.metadata, json, sys
print(json.dumps({name: importlib.metadata.version(name) for name in sys.argv[1:]}))
"""


class Places(msgspec.Struct, frozen=True):
    """The `bin` folders of both environments, a folder for what is measured, and what is known of the programs."""

    ours: Path
    theirs: Path
    work: Path
    tools: Path
    versions: dict[str, str]

    @property
    def python(self) -> Path:
        """The interpreter that has storyc."""
        return self.ours / "python"

    @property
    def storyc(self) -> Path:
        """The program as pip installs it."""
        return self.ours / "storyc"

    def peer(self, name: str) -> Path:
        """A peer's program, or the peers' interpreter by the name `python`."""
        return self.theirs / name

    def folder(self, name: str) -> Path:
        """A fresh folder for one kind of measurement."""
        path = self.work / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def environment(self, home: Path) -> dict[str, str]:
        """What the measured programs are given: caches in a home of their own, and nothing that is meant for storyc."""
        foreign = ("STORYC_", "SEGMIND_", "PYTHON", "GITHUB_", "CI", "XDG_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return {**kept, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "NO_COLOR": "1"}

    def inside(self, module: str, *words: str, home: Path) -> tuple[list[str | Path], dict[str, str]]:
        """The command that runs a module of tools.bench.inside with the installed storyc, and its environment."""
        environment = {**self.environment(home), "PYTHONPATH": str(self.tools)}
        return [self.python, "-m", f"tools.bench.inside.{module}", *words], environment


def installed(work: Path, measured: Path) -> Places:
    """Both environments, made in `work` where they are missing; storyc's wheel is built and installed anew each time.

    What is measured lies in `measured`, outside of every repository: storyc would take that for its project.
    """
    bin_name = "Scripts" if os.name == "nt" else "bin"
    ours, theirs = work / "storyc", work / "peers"
    wheels = work / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    wheel = build(ROOT, wheels, "wheel")
    python = _environment(ours, lock.path("wheel").read_text(encoding="utf-8")) / bin_name / "python"
    run(python, *_PIP, "--require-hashes", "--requirement", lock.path("wheel"), folder=work)
    run(python, *_PIP, "--no-deps", "--force-reinstall", wheel, folder=work)
    peers = _environment(theirs, "\n".join(PEERS)) / bin_name / "python"
    run(peers, *_PIP, *PEERS, folder=work)
    tools = work / "tools"
    shutil.rmtree(tools, ignore_errors=True)
    shutil.copytree(ROOT / "tools" / "bench", tools / "tools" / "bench")
    versions = {"Python": platform.python_version()}
    versions |= json.loads(run(python, "-c", _VERSIONS, "av", "pillow", "msgspec", folder=work))
    versions |= json.loads(run(peers, "-c", _VERSIONS, *PEERS, folder=work))
    return Places(ours / bin_name, theirs / bin_name, measured, tools, versions)


def _environment(folder: Path, content: str) -> Path:
    """An environment that is made anew where something else shall be installed in it."""
    mark = folder / "installed.txt"
    if not mark.exists() or mark.read_text(encoding="utf-8") != content:
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        mark.write_text(content, encoding="utf-8")
    return folder


def revision() -> str:
    """The storyc that is measured: its commit, and whether the files differ from it."""
    words = ("git", "describe", "--always", "--dirty=, with changes", "--exclude=*")
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return f"storyc at {done.stdout.strip()}" if done.returncode == 0 else "storyc of no known commit"


def machine() -> str:
    """The machine in a few words: its processor, how many cores are ours, the system, and how busy it is."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        name = models[0] if models else name
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{name}, {cores} cores, {platform.system()}{busy}"
