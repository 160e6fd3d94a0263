"""Install our hooks by pre-commit, as their users do, and hold stories against them (needs PyPI)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STORY = "A lamp.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
BAD = STORY.replace("[0-2s]", "[0-3s]")
UGLY = STORY.replace("[0-2s]", "( 0 - 2 s )")
_WHO = ("-c", "user.name=storyc", "-c", "user.email=storyc@example.org")


def git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    done = subprocess.run(["git", *_WHO, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def snapshot(folder: Path) -> str:
    """The commit of a repository made in a folder of all files here that git does not ignore."""
    for name in git(ROOT, "ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "All")
    return git(folder, "rev-parse", "HEAD")


def hooked(folder: Path, story: str, home: Path) -> tuple[int, str]:
    """The exit code of pre-commit for a story, and what it says."""
    (folder / "a.story").write_text(story, encoding="utf-8", newline="\n")
    git(folder, "add", "-A")
    environ = {**os.environ, "PRE_COMMIT_HOME": str(home)}
    words = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
    done = subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main() -> int:
    """0 where a good story passes, a bad one is held back, and another layout is written anew."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        hooks, users = top / "hooks", top / "users"
        hooks.mkdir()
        users.mkdir()
        commit = snapshot(hooks)
        git(users, "init", "-q")
        (users / ".pre-commit-config.yaml").write_text(
            f"repos:\n- repo: {hooks}\n  rev: {commit}\n  hooks:\n  - id: storyc-check\n  - id: storyc-fmt\n"
        )
        wanted = ((STORY, 0, "Passed"), (BAD, 1, "SB201"), (UGLY, 1, "files were modified by this hook"))
        for story, code, word in wanted:
            found, said = hooked(users, story, top / "home")
            if found != code or word not in said:
                print(f"pre-commit ended with {found}, not {code}, or did not say `{word}`:\n{said}")
                return 1
        if (users / "a.story").read_text(encoding="utf-8") != STORY:
            print("storyc-fmt did not write the canonical layout")
            return 1
    print("ok: pre-commit installs and runs both hooks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
