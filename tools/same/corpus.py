"""The folder of inputs: all stories there are, texts to import, and projects with a history for builds."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.hosting import ROOT
from tools.reading.choosing import chosen, some

CASES = ROOT / "tests" / "cases"
STORIES = ("samples", "ok", "bad", "fmt", "made")  # the folders of the corpus that hold stories
COPIES = ("laid", "fixed", "guessed", "films")  # the corpus again, for what works in place
PROJECTS = ("project", "free", "paid-v1", "paid-v2")
_EXPECT = re.compile(rb"^# expect:[ \t]*\r?\n.*\Z", re.MULTILINE | re.DOTALL)
_LEAST = 20  # characters of a text in a test that is an input to import
_GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"} | {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@example.com"), ("DATE", "2026-01-01T00:00:00Z"))
}


def write(root: Path, count: int, seed: int, rendered: str) -> None:
    """Write all inputs below a new folder, with so many made texts; `rendered` are requests as `render` prints them."""
    corpus = root / "corpus"
    shutil.copytree(ROOT / "samples", corpus / "samples")
    for name in ("ok", "bad", "fmt"):
        shutil.copytree(CASES / name, corpus / name)
    for path in (corpus / "bad").glob("*.story"):
        path.write_bytes(_EXPECT.sub(b"", path.read_bytes()))
    for folder in (corpus, corpus / "bad", *filter(Path.is_dir, (corpus / "ok").iterdir())):
        (folder / "storyc.toml").touch()
    texts = [text.text for text in some(chosen(quick=False, seed=seed), count, seed)]
    _numbered(corpus / "made", texts, "story")
    for name in COPIES:
        shutil.copytree(corpus, root / name)
    prompts = [record["request"]["prompt"] for record in json.loads(rendered)]
    _numbered(root / "texts", [*texts, *_tested(), *prompts], "txt")
    (root / "texts" / "storyc.toml").touch()
    for path in transcripts():
        shutil.copytree(CASES / "cli" / "film", root / path.stem)
    _projects(root)
    for name in ("empty", "home"):
        (root / name).mkdir()


def transcripts() -> list[Path]:
    """The transcripts whose commands are run, each in a folder of its own."""
    return sorted((CASES / "cli").glob("*.txt"))


def _numbered(folder: Path, texts: list[str], ending: str) -> None:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:04}.{ending}").write_text(text, encoding="utf-8", newline="")


def _tested() -> list[str]:
    """The texts with a number in the tests of the importers, in a fixed order."""
    trees = [ast.parse(path.read_bytes()) for path in sorted((ROOT / "tests" / "importers").glob("test_*.py"))]
    values = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    texts = [value for value in values if isinstance(value, str) and len(value) >= _LEAST]
    return list(dict.fromkeys(text for text in texts if re.search(r"\d", text)))


def _projects(root: Path) -> None:
    """Write a project with three revisions and a change that is not committed, and its copies for builds."""
    project, shared = root / "project", Path("shared/cast.yaml")
    (project / "shared").mkdir(parents=True)
    (project / "storyc.toml").write_text('[caps]\nmonth = 40\n[rules]\nignore = ["SB307"]\n', encoding="utf-8")
    (project / ".gitignore").write_text("build/\ndrafts/\n.storyc/\n", encoding="utf-8")

    def revise(name: Path, old: str = "", new: str = "") -> None:
        text = (ROOT / "samples" / name).read_text(encoding="utf-8")
        (project / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", project, *words], env={**os.environ, **_GIT}, check=True, capture_output=True)

    def commit() -> None:
        git("add", "--all")
        git("commit", "--message", "revision")

    git("init", "--initial-branch", "main")
    revise(shared)
    revise(Path("include.story"), " the ", " that ")
    commit()
    revise(Path("include.story"))
    revise(Path("takes.story"), "takes: 4", "takes: 3")
    commit()
    revise(shared, "with", "without")
    revise(Path("takes.story"))
    commit()
    revise(Path("first.story"), "old keeper", "young keeper")
    for name in PROJECTS[1:]:
        shutil.copytree(project, root / name)
        if (protocol := name.partition("-")[2]) != "":
            with (root / name / "storyc.toml").open("a", encoding="utf-8") as settings:
                settings.write(f'[host.segmind]\nprotocol = "{protocol}"\n')
            (root / name / "faults.json").write_text('["none", "failed", "504", "none"]', encoding="utf-8")
