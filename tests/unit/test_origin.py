"""Where storyc comes from and what it needs: nothing names a site or a package that is not known to be ours."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from importlib.util import find_spec
from typing import Any

import pytest

from storyboard.cli import run
from storyboard.diagnostics import rule_page
from storyboard.system import extras, origin
from tests.test_house import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REPOSITORY = "https://git.example/films/storyc"


def test_the_extras_are_those_of_the_package() -> None:
    declared = {
        name: tuple(re.split(r"[><=]", requirement)[0] for requirement in PROJECT["optional-dependencies"][name])
        for name in extras.EXTRAS
    }
    assert {name: extra.packages for name, extra in extras.EXTRAS.items()} == declared


def test_an_extra_is_installed_for_the_interpreter_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/films here/.venv/bin/python")
    words = shlex.split(extras.install("watch"))
    assert words == ["/films here/.venv/bin/python", "-m", "pip", "install", "watchfiles"]
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "pip" else find_spec(name))
    words = shlex.split(extras.install("cjk"))
    assert words == ["uv", "pip", "install", "--python", "/films here/.venv/bin/python", "manimgx-fonts-cjk"]


def test_no_command_installs_a_name_that_a_stranger_may_register() -> None:
    bare = re.compile(r"(?:pip|pipx|uv|uvx|tool)\s+(?:install|run)\s+(?:-\S+\s+)*['\"]?storyc(?![\w.-])(?!\[\w+\] @)")
    assert bare.search("pip install 'storyc[video]'")
    assert bare.search("uv tool install storyc")
    places = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "Makefile"]
    for folder, ending in (("docs", "md"), ("storyboard", "py"), ("storyboard", "yaml"), ("templates", "*")):
        places += (ROOT / folder).rglob(f"*.{ending}")
    assert [place.name for place in places if place.is_file() and bare.search(place.read_text("utf-8"))] == []


def test_no_site_is_named_while_none_is_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("storyboard.cli.doctor.command.callback", lambda **_: 1 / 0)
    assert rule_page("SB201") == "docs/rules.md#sb201"
    assert (ROOT / "docs" / "rules.md").is_file()
    assert run(["doctor"]) == 70
    said = capsys.readouterr().err
    assert "//" not in said
    assert re.search(r" at storyboard/cli/\w+\.py:[1-9]\d*; please report it to", said)
    monkeypatch.setattr(origin, "REPOSITORY", REPOSITORY)
    assert rule_page("SB201") == f"{REPOSITORY}/blob/main/docs/rules.md#sb201"
    assert run(["doctor"]) == 70
    assert f"; please report it at {REPOSITORY}/issues, with" in capsys.readouterr().err


def test_the_package_and_the_code_agree_on_the_site() -> None:
    assert PROJECT.get("urls", {}).get("Source", "") == origin.REPOSITORY


def test_a_release_has_its_own_tag_in_a_new_pipeline(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from storyboard import __version__

    assert run(["init", str(tmp_path / "a"), "--ci", "gitlab"]) == 0
    assert "where storyc comes from: STORYC_SOURCE" in capsys.readouterr().err
    monkeypatch.setattr(origin, "REPOSITORY", REPOSITORY)
    assert run(["init", str(tmp_path / "b"), "--ci", "gitlab"]) == 0
    assert "STORYC_SOURCE" not in capsys.readouterr().err
    filled = f'  STORYC_SOURCE: "git+{REPOSITORY}@v{__version__}"\n'
    assert filled in (tmp_path / "b" / ".gitlab-ci.yml").read_text()
    assert '  STORYC_SOURCE: ""\n' in (tmp_path / "a" / ".gitlab-ci.yml").read_text()
