"""The table of rules: up to date, and a rule's file is imported only where it may have something to say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from storyboard.compiler import rules
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.source import DiskFiles
from storyboard.system.modules import modules
from tests.helpers import BAD, OK, samples

ROOT = Path(__file__).resolve().parents[2]
IMPORTED = """
import sys
from storyboard.cli import run
run(["check", "a.story"])
print(*(name.removeprefix("storyboard.compiler.rules.") for name in sys.modules if ".compiler.rules." in name))
"""


def test_it_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "gen_rules.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_it_says_what_the_files_say() -> None:
    assert len(rules.all_rules()) == len([name for name in modules(rules.__path__) if name[0] != "_"]) > 60
    for rule in rules.all_rules():
        assert rule == rules.read_rule(rule.name.replace("-", "_"))


def test_no_story_that_we_have_is_judged_otherwise_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each rule looks at every story, whatever that sets or holds and however it is timed, it finds the same."""
    stories = [
        (DiskFiles(path.parent), path.name) for path in (*samples(), *BAD.rglob("*.story"), *OK.rglob("*.story"))
    ]
    every = Options(variant="all")
    quick = [compile_story(*story, Config(), every).diagnostics for story in stories]
    nothing = frozenset[str]()
    bound = {rule.code for rule in rules.all_rules() if rule.settings or rule.signs or rule.uneven}
    unbound = tuple(
        msgspec.structs.replace(rule, settings=nothing, signs=nothing, uneven=False) for rule in rules.all_rules()
    )
    rules._at.cache_clear()
    rules._of_clips.cache_clear()
    monkeypatch.setattr(rules, "all_rules", lambda: unbound)
    try:
        assert not any(rule.settings or rule.signs or rule.uneven for rule in rules._at("clip"))
        assert [compile_story(*story, Config(), every).diagnostics for story in stories] == quick
    finally:
        rules._at.cache_clear()
        rules._of_clips.cache_clear()
    codes = {diagnostic.code for diagnostics in quick for diagnostic in diagnostics}
    assert len(bound & codes) > 40


def imported(story: str, folder: Path) -> set[str]:
    (folder / "a.story").write_text(story)
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_rules_of_settings_wait_for_one(tmp_path: Path) -> None:
    shots = "Shot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
    few, more = imported(f"title: Lamps\n{shots}", tmp_path), imported(f"size: 720p\n{shots}", tmp_path)
    assert more - few == {"size_ambiguous", "size_not_offered"}
    # Those without a check only have a page.
    assert not few & {"unknown_key", "misspelt_field", "audio_file", "negative_too_long"}


def test_rules_of_signs_and_of_uneven_times_wait_for_them(tmp_path: Path) -> None:
    named = {rule: rule.name.replace("-", "_") for rule in rules.all_rules()}
    bound = {name for rule, name in named.items() if rule.signs or rule.uneven}
    assert imported("Shot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n", tmp_path) & bound == set()
    uneven = imported("Shot 1 [0-2s] A hand.\nShot 2 [3-5s] A face.\n", tmp_path) & bound
    assert {"shot_gap", "late_start"} <= uneven <= {name for rule, name in named.items() if rule.uneven}
    assert imported("Shot 1 [0-2s] A {hand}.\nShot 2 [2-5s] A face.\n", tmp_path) & bound == {"single_braces"}
