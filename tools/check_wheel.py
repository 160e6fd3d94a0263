"""Build sdist and wheel, and use the installed wheel from an empty folder; exit 1 where anything is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "evolution.story"
NAME, PACKAGE = "storyc", "storyboard"
MOST_PACKAGES = 17
MOST_BYTES = 25_000_000
API = "import storyboard; print(storyboard.compile_story(storyboard.open_text('Shot 1 [0-5s] A lamp.')).usable)"
NOT_COUNTED = ("pip", "setuptools", "_distutils_hack", "distutils-precedence.pth")


def run(*words: str | Path, folder: Path) -> str:
    """What the program wrote to stdout; leaves with its output where it fails."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [str(word) for word in words], cwd=folder, env=clean, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(work: Path) -> Path:
    """The wheel, built from what the sdist holds and from nothing else."""
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", work, folder=ROOT)
    sdist = next(work.glob("*.tar.gz"))
    with tarfile.open(sdist) as archive:
        archive.extractall(work, filter="data")
    unpacked = work / sdist.name.removesuffix(".tar.gz")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work, folder=unpacked)
    return next(work.glob("*.whl"))


def look_into(wheel: Path) -> None:
    """Leave where a file would be installed beside the package: other distributions have a `docs` of their own."""
    with zipfile.ZipFile(wheel) as archive:
        beside = [name for name in archive.namelist() if not name.startswith((f"{PACKAGE}/", f"{NAME}-"))]
    if beside:
        sys.exit(f"the wheel holds files outside of `{PACKAGE}`: {', '.join(beside)}")


def install(wheel: Path, work: Path) -> Path:
    """The interpreter of a fresh environment that holds the wheel, compiled, and what it needs."""
    venv.create(work / "venv", with_pip=True)
    python = work / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", wheel, folder=work)
    return python


def weigh(python: Path, work: Path) -> tuple[int, int]:
    """How many packages there are, and their bytes with their compiled files."""
    listed = json.loads(run(python, "-m", "pip", "--disable-pip-version-check", "list", "--format=json", folder=work))
    packages = sum(entry["name"] not in ("pip", "setuptools") for entry in listed)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=work).strip())
    kept = [place for place in site.iterdir() if not place.name.startswith(NOT_COUNTED)]
    files = [file for place in kept for file in ([place] if place.is_file() else place.rglob("*"))]
    return packages, sum(file.stat().st_size for file in files if file.is_file())


def use(python: Path, work: Path) -> None:
    """Check and render a copy of the sample where nothing else is."""
    empty = work / "empty"
    empty.mkdir()
    (empty / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    program = python.with_name("storyc.exe" if os.name == "nt" else "storyc")
    run(program, "--version", folder=empty)
    if run(python, "-c", API, folder=empty).strip() != "True":
        sys.exit("a program that imports storyboard cannot compile a story")
    run(program, "check", SAMPLE.name, folder=empty)
    requests = json.loads(run(program, "render", SAMPLE.name, folder=empty))
    if not requests or any(request["schema"] != "storyc.request/1" for request in requests):
        sys.exit("the installed storyc rendered no requests")
    left = sorted(place.name for place in empty.iterdir())
    if left != [SAMPLE.name]:
        sys.exit(f"check and render left files behind: {left}")
    # Without the extra `video` the texts are written, and the extra is named.
    done = subprocess.run([program, "build", SAMPLE.name], cwd=empty, capture_output=True, text=True, check=False)
    texts = list((empty / "build").rglob("*.prompt.txt"))
    if done.returncode != 2 or f"{python} -m pip install av" not in done.stderr or not texts:
        sys.exit(f"build without its extra ended with {done.returncode} and {len(texts)} prompts\n{done.stderr}")


def main() -> None:
    """Build, install, use, weigh, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        wheel = build(work)
        look_into(wheel)
        python = install(wheel, work)
        use(python, work)
        packages, size = weigh(python, work)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e3:.0f} kB; installed {packages} packages, {size / 1e6:.1f} MB")
        if packages > MOST_PACKAGES or size > MOST_BYTES:
            sys.exit(f"the core may have {MOST_PACKAGES} packages and {MOST_BYTES / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
