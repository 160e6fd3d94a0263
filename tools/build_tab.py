"""Build web/dist: storyc in a browser tab, one page with all that it needs beside it, which any web server can serve.

The compiler is the wheel as it is installed anywhere, beside the packages that it needs, in the versions of
.ci/locks/dev.txt. Those of pure Python are taken from this environment; msgspec is C, and has a wheel for WebAssembly.
PyYAML and MarkupSafe have none: they do without their parts in C.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import storyboard

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
SAMPLES = ROOT / "samples"
LOCK = ROOT / ".ci" / "locks" / "dev.txt"
PURE = ("pyyaml", "jinja2", "markupsafe")
COMPILED = "msgspec"
# What the wheels of the engine in web/package.json are called; a new engine may have another platform.
PLATFORM, PYTHON = "pyemscripten_2026_0_wasm32", "3.14"
# What a newcomer sees first: seconds that are counted as people count them, which no model takes.
FIRST = """\
A night market in the rain. Photoreal, neon light, subtle film grain.
Shot 1 [0-2s] Macro close-up of a vendor lighting a paper lamp. She whispers: "Closer."
Shot 2 [3-5s] Hard cut: steam rises around a hand that reaches in.
Shot 3 [6-10s] Wide: the whole alley glows, and the rain falls on a hundred lamps.
"""


def main() -> None:
    """Install what the page is built with, and build it; leaves with the exit code of a step that fails."""
    _run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", folder=WEB)
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        _lay_compiler(tree)
        _lay_samples(tree)
        _run("node", "build.mjs", str(tree), folder=WEB)


def _lay_compiler(tree: Path) -> None:
    """Lay our wheel and what it needs into a folder, as if they were installed there."""
    packages = tree / "python"
    with tempfile.TemporaryDirectory() as name:
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
        _run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", name, str(ROOT))
        wanted = Path(name) / "wanted.txt"
        wanted.write_text(_locked(COMPILED), encoding="utf-8")
        _run(
            *(*pip, "download", "--no-deps", "--require-hashes", "--only-binary=:all:"),
            *("--platform", PLATFORM, "--python-version", PYTHON, "--dest", name, "--requirement", str(wanted)),
        )  # fmt: skip
        for wheel in sorted(Path(name).glob("*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(packages)
    for package in PURE:
        _lay_pure(package, packages)
    shutil.copy(WEB / "tab.py", packages)


def _lay_pure(package: str, packages: Path) -> None:
    installed = distribution(package)
    for file in installed.files or ():
        if file.suffix == ".py" or ".dist-info" in file.parts[0]:
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(installed.locate_file(file)), target)


def _locked(package: str) -> str:
    """The lines of the lock that pin a package, its hashes among them."""
    lines = LOCK.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{package}=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].rstrip().endswith("\\"))
    return "".join(lines[start : end + 1])


def _lay_samples(tree: Path) -> None:
    """Lay the samples' pictures and sounds beside the compiler, and list the stories with the texts they include."""
    files = {path.relative_to(SAMPLES).as_posix(): path.read_bytes() for path in SAMPLES.rglob("*") if path.is_file()}
    stories = storyboard.open_texts(files)
    listed = [{"title": "A night market, with a mistake", "path": "market.story", "texts": {"market.story": FIRST}}]
    for story in sorted(stories, key=lambda story: (story.path.count("/"), story.path)):
        compiled = storyboard.compile_story(story)
        texts = {path: files[path].decode("utf-8") for path in compiled.compiled.sources}
        listed.append({"title": compiled.title or Path(story.path).stem, "path": story.path, "texts": texts})
    (tree / "samples.json").write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    for path, data in files.items():
        if not path.endswith((".story", ".yaml")):
            target = tree / "python" / "beside" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def _run(*words: str, folder: Path = ROOT) -> None:
    done = subprocess.run(words, cwd=folder, env=os.environ, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
