"""`storyc completion`, as real shells use it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.cli import run
from storyboard.cli.completion import SHELLS

ROOT = Path(__file__).resolve().parent.parent.parent
# What bash does for a Tab: its words, the line, and the function that `complete` has bound.
BASH = r"""
eval "$(storyc completion bash)"
function=$(complete -p storyc | sed 's/.*-F \([^ ]*\) .*/\1/')
COMP_LINE=$1 COMP_POINT=${#1}
IFS=' ' read -ra COMP_WORDS <<< "$1"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"$function" storyc "${COMP_WORDS[COMP_CWORD]}" ''
printf '%s\n' "${#COMPREPLY[@]}" "${COMPREPLY[@]}"
"""
FISH = 'storyc completion fish | source; complete -C "$line"'
ZSH = r"""
autoload -Uz compinit && compinit -u -D
compadd () { while [[ $1 == -* && $1 != -a ]]; do [[ $1 == -V ]] && shift; shift; done; [[ $1 == -a ]] && print -l -- "${(@P)2}"; }
_describe () { print -l -- "${(@P)3}"; }
_files () { print "files $*"; }
eval "$(storyc completion zsh)"
words=("${(@s: :)1}")
CURRENT=$#words PREFIX=$words[-1]
$_comps[storyc]
"""


@pytest.fixture
def shell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, in whose `bin` there is a `storyc`."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "storyc"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m storyboard "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("HOME", str(folder))
    (folder / "act two").mkdir()
    (folder / "notes.txt").write_text("")
    return folder


def completed(line: str, script: str = BASH, shell: str = "bash") -> list[str]:
    """What a shell offers for a line that ends where the cursor stands."""
    options = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"]}[shell]
    done = subprocess.run([shell, *options, "-c", script, shell, line], capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


@needs_bash
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("storyc che", ["check"]),
        ("storyc render --form", ["--format"]),
        ("storyc render --format ", ["json", "prompt", "curl"]),
        ("storyc render --format=pr", ["prompt"]),
        ("storyc check g", ["good.story"]),
        ("storyc check ", ["act two", "bad.story", "bin", "good.story"]),
        ("storyc explain SB203", ["SB203"]),
        ("storyc check --ignore SB201,shot-o", ["SB201,shot-overlap"]),
        ("storyc models wan-2.6-", ["wan-2.6-t2v@segmind"]),
        # Bash takes `segm` for a word of its own.
        ("storyc render --model wan-2.6-t2v@segm", ["segmind"]),
        ("storyc render good.story --only cl", ["clip"]),
        ("storyc render -o ", []),
        ("storyc report me", ["merge"]),
        ("storyc nothing ", []),
    ],
)
def test_bash_offers_what_goes_on(shell: Path, line: str, offered: list[str]) -> None:
    assert completed(line) == [str(len(offered)), *offered]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("storyc render --format ", ["json", "prompt", "curl"]),
        ("storyc check g", ["files -g *.story"]),
        ("storyc models wan-2.6-", ["wan-2.6-t2v@segmind"]),
        ("storyc render -o ", ["files "]),
    ],
)
def test_zsh_offers_what_goes_on(shell: Path, line: str, offered: list[str]) -> None:
    assert completed(line, ZSH, "zsh") == offered


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("storyc render --format ", ["curl", "json", "prompt"]),
        ("storyc render --format=pr", ["--format=prompt"]),
        ("storyc check g", ["good.story"]),
        ("storyc models wan-2.6-", ["wan-2.6-t2v@segmind"]),
    ],
)
def test_fish_offers_what_goes_on(shell: Path, line: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("line", line)
    done = subprocess.run(["fish", "-c", FISH], capture_output=True, text=True, check=False)
    assert sorted(done.stdout.splitlines()) == offered, done.stderr


@pytest.mark.parametrize("name", SHELLS)
def test_each_shell_has_its_script(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", name]) == 0
    text = capsys.readouterr().out
    assert f"storyc completion {name}" in text
    if shutil.which(name):
        assert subprocess.run([name, "-n"], input=text, text=True, check=False).returncode == 0


def test_a_story_that_cannot_be_read_stops_no_completion(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "storyc.toml").write_text("nonsense = 1\n")
    monkeypatch.setenv("_STORYC_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", "storyc render good.story nowhere.story --only ")
    monkeypatch.setenv("COMP_CWORD", "")
    with pytest.raises(SystemExit):
        run([])
    assert capsys.readouterr() == ("\n", "")
