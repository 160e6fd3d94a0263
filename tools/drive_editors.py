"""Drive Neovim and Emacs with the set-up of docs/editors.md; exit 1 where anything is not as a writer expects it.

Each editor runs without a window, opens a story, types a mistake, mends it by the server's fix, renames, completes and
lays out, and its buffer is compared. Vim's colours are held against the compiler, which knows each line's kind.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "editors.md"
DRIVEN = ROOT / "tools" / "driven"
KINDS = ROOT / "editors" / "vscode" / "test" / "kinds.py"
# The longest that an editor may take, however busy the machine is.
_PATIENCE = 300
STORY = """---
title: Evolution
cast:
  CAVEMAN: a rugged caveman
---
# The old world
duration: 10
Shot 1 [0-4s] @CAVEMAN clutches an axe.
      camera: slow push in
  CAVEMAN (grunting): "Better!"
Shot 2 [4-9s] An ancient forge.
"""
# The shot's end is mended, the member renamed, a field completed, and all laid out as `storyc fmt` does.
LEFT = """---
title: Evolution
cast:
  GROG: a rugged caveman
---
# The old world
duration: 10
Shot 1 [0-4s] @GROG clutches an axe.
  camera: slow push in
  GROG (grunting): "Better!"
Shot 2 [4-10s] An ancient forge.
  light: low
"""
# The lines in samples and cases of which Vim takes more or fewer for shots, headings or comments than storyc does.
MOST_WRONG = 0.005


def setup(language: str) -> str:
    """The first block of a language on the page."""
    match = re.search(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert match is not None, f"{PAGE} has no block of {language}"
    return match[1]


def run(*words: str | Path, folder: Path) -> str:
    """What an editor wrote; it finds the storyc beside this interpreter first."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "HOME": str(folder), "STORY_EDITED": str(folder / "a.story")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{words[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def neovim(folder: Path) -> None:
    """Type into Neovim."""
    (folder / "init.lua").write_text(setup("lua"), encoding="utf-8")
    words = ("nvim", "--headless", "--clean", "--cmd", f"set rtp^={ROOT / 'editors' / 'vim'}")
    run(*words, "-u", folder / "init.lua", "-c", f"luafile {DRIVEN / 'neovim.lua'}", folder=folder)


def emacs(folder: Path) -> None:
    """Type into Emacs."""
    (folder / "init.el").write_text(setup("elisp"), encoding="utf-8")
    run(
        "emacs",
        "--batch",
        "-f",
        "package-initialize",
        "-l",
        folder / "init.el",
        "-l",
        DRIVEN / "emacs.el",
        folder=folder,
    )


def typed(name: str, drive: Callable[[Path], None]) -> None:
    """Drive an editor, and compare what it has saved."""
    with tempfile.TemporaryDirectory(prefix="storyc-editor-") as made_in:
        folder = Path(made_in).resolve()
        (folder / "storyc.toml").write_text("")
        story = folder / "a.story"
        story.write_text(STORY, encoding="utf-8")
        drive(folder)
        if story.read_text(encoding="utf-8") != LEFT:
            sys.exit(f"{name} left another text:\n{story.read_text(encoding='utf-8')}")
    print(f"{name}: a mistake shown and mended, a member renamed, completed, laid out")


def colours(program: str) -> None:
    """Compare what Vim takes lines for with what storyc does."""
    stories = json.loads(subprocess.run([sys.executable, KINDS], capture_output=True, text=True, check=True).stdout)
    with tempfile.TemporaryDirectory(prefix="storyc-editor-") as made_in:
        folder = Path(made_in).resolve()
        for number, story in enumerate(stories):
            (folder / f"{number:04}.story").write_text(story["text"], encoding="utf-8", newline="")
        quiet = ("--headless",) if program == "nvim" else ("-e", "-s", "-N")
        plugin = ("-u", "NONE", "--cmd", f"set rtp^={ROOT / 'editors' / 'vim'} encoding=utf-8")
        run(program, *quiet, *plugin, "-c", f"source {DRIVEN / 'colours.vim'}", folder=folder)
        read = [json.loads(line) for line in (folder / "colours").read_text(encoding="utf-8").splitlines()]
    lines = wrong = 0
    for story, seen in zip(stories, read, strict=True):
        lines += story["text"].count("\n") + 1
        for kind in ("shots", "headings", "comments"):
            differ = set(story[kind]) ^ set(seen[kind])
            wrong += len(differ)
            if differ and story["path"].startswith("samples/"):
                sys.exit(f"{program}: {story['path']}: lines {sorted(differ)} are {kind} for one of the two alone")
    if wrong > MOST_WRONG * lines:
        sys.exit(f"{program}: {wrong} of {lines} lines have the colours of another kind")
    print(f"{program}: the samples' lines have the right colours, {lines - wrong} of {lines} in samples and cases")


def main() -> None:
    """Drive the editors that are installed, and say which are not."""
    drives: dict[str, Callable[[], None]] = {
        "nvim": lambda: (typed("nvim", neovim), colours("nvim"))[0],
        "vim": lambda: colours("vim"),
        "emacs": lambda: typed("emacs", emacs),
    }
    for name, drive in drives.items():
        if shutil.which(name) is None:
            print(f"{name}: not installed")
        else:
            drive()


if __name__ == "__main__":
    main()
