"""What a project that names no model is told while the default may be withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storyboard import profiles
from storyboard.cli import run
from storyboard.profiles import DEFAULT, load

Captured = pytest.CaptureFixture[str]


def told(capsys: Captured) -> list[dict[str, str]]:
    run(["doctor", "--format", "json"])
    checks = json.loads(capsys.readouterr().out)["checks"]
    return [check for check in checks if check["name"] == "default model"]


def test_doctor_names_the_models_that_take_the_stories_and_their_price(folder: Path, capsys: Captured) -> None:
    profile = load(DEFAULT, None)
    assert profile.status.state == "at-risk", "the test wants a default that may be withdrawn"
    (check,) = told(capsys)
    assert check["state"] == "warning"
    assert check["found"].startswith(f"no model is named, and `{DEFAULT}` may be withdrawn; your stories fit `")
    assert check["found"].endswith(", instead of 0.625 USD")
    assert "`wan-2.6@comfy` (0.5 USD)" in check["found"]
    assert check["help"].startswith('write `model = "')
    assert check["help"].endswith("into storyc.toml; nothing changes by itself")
    assert (folder / "storyc.toml").read_text() == ""


def test_a_price_that_nobody_has_verified_is_said_to_be_so(folder: Path, capsys: Captured) -> None:
    shipped = (Path(profiles.__file__).parent / "wan-2.6@fal.yaml").read_text()
    assert "720p: 0.10\n    1080p: 0.15\n  evidence: unverified" in shipped
    (folder / "profiles").mkdir()
    (folder / "profiles/cheap@fal.yaml").write_text(
        shipped.replace("wan-2.6@fal", "cheap@fal")
        .replace("model: wan-2.6", "model: cheap")
        .replace("720p: 0.10", "720p: 0.01")
    )
    (check,) = told(capsys)
    assert "`cheap@fal` (0.05 USD, unverified)" in check["found"]


def test_who_names_a_model_or_has_no_project_is_not_told(folder: Path, capsys: Captured) -> None:
    (folder / "good.story").write_text(f"model: {DEFAULT}\n" + (folder / "good.story").read_text())
    assert told(capsys) == []
    (folder / "other.story").write_text("Shot 1 [0-5s] A lamp is lit.\n")
    assert len(told(capsys)) == 1
    (folder / "storyc.toml").write_text(f'model = "{DEFAULT}"\n')
    assert told(capsys) == []
    (folder / "storyc.toml").unlink()
    assert told(capsys) == []


def test_stories_that_no_other_model_takes_are_said_too(folder: Path, capsys: Captured) -> None:
    (folder / "good.story").write_text("Shot 1 [0-2.5s] A lamp is lit.\nShot 2 [2.5-5s] A hand reaches in.\n")
    (check,) = told(capsys)
    assert check["found"].endswith("no other model takes your stories as they are")
    assert check["help"] == "ask `storyc compare .` what each would lose"


def test_many_stories_are_not_tried_on_every_model(folder: Path, capsys: Captured) -> None:
    for number in range(21):
        (folder / f"{number}.story").write_text("Shot 1 [0-5s] A lamp is lit.\n")
    (check,) = told(capsys)
    assert check["help"] == "ask `storyc models --fit .` which models take your stories"
