"""`--shard`, the ids of clips, and `plan --list-clips`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.cli import exits, run
from storyboard.compiler.request import ClipRef, Request, belongs_to, clip_id
from tests.cli import paying

Captured = pytest.CaptureFixture[str]
TWO = """\
---
takes: 2
variants:
  tall: {size: 720*1280}
---
# Bell
Shot 1 [0-5s] A bell.
# Boat
Shot 1 [0-5s] A boat.
"""
ONE = "# C1\nduration: 5\nShot 1 [0-5s] Close-up: a lamp on a table turns in the light.\n"


def request(story: str, index: int, variant: str = "", take: int = 1, slug: str = "x") -> Request:
    return Request(story, ClipRef(index, "", slug), variant, take, "p", {}, f"{story}{index}", (), 1, story, 1)


def listed(capsys: Captured, *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["plan", "--list-clips", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_command_takes_its_share(folder: Path, capsys: Captured) -> None:
    (folder / "bad.story").unlink()
    (folder / "two.story").write_text(TWO)
    every = listed(capsys, "--variant", "all", ".")
    assert len(every) == 1 + 2 * 2 * 2
    parts = [listed(capsys, "--variant", "all", "--shard", f"{number}/4", ".") for number in range(1, 5)]
    assert [len(part) for part in parts] == [3, 2, 2, 2]
    assert sorted(line["id"] for part in parts for line in part) == sorted(line["id"] for line in every)
    assert run(["render", "--variant", "all", "--shard", "2/4", "."]) == 0
    rendered = json.loads(capsys.readouterr().out)
    assert [each["request_sha256"] for each in rendered] == [line["request_sha256"] for line in parts[1]]
    assert run(["check", "--shard", "1/2", "."]) == 0
    assert capsys.readouterr().err == "ok: 1 story, 1 clip, 5 s, 0.625 USD\n"


def test_shares_that_are_built_one_after_the_other_make_the_film(folder: Path, capsys: Captured) -> None:
    (folder / "two.story").write_text(TWO.replace("takes: 2\n", ""))
    for number in (1, 2):
        assert not (folder / "build" / "two.animatic.mp4").exists()
        assert run(["build", "--draft", "--shard", f"{number}/2", "--report", f"{number}.json", "two.story"]) == 0
    assert (folder / "build" / "two.animatic.mp4").exists()
    capsys.readouterr()
    assert run(["report", "merge", "1.json", "2.json"]) == 0
    merged = json.loads(capsys.readouterr().out)
    assert [(row["clip"]["index"], row["state"]) for row in merged["clips"]] == [(1, "done"), (2, "done")]
    assert [row["state"] for row in merged["films"]] == ["done"]
    # A share without a clip is no mistake.
    assert run(["build", "--draft", "--shard", "7/7", "two.story"]) == 0


def test_a_line_says_what_to_do_and_where_it_will_be(folder: Path, capsys: Captured) -> None:
    (line,) = listed(capsys, "good.story")
    assert re.fullmatch(r"good-01-clip-[0-9a-f]{12}", line["id"])
    assert list(line) == [
        "id",
        "story",
        "clip",
        "variant",
        "take",
        "request_sha256",
        "price_usd",
        "seconds",
        "state",
        "outputs",
    ]
    assert (line["clip"]["index"], line["take"], line["price_usd"], line["seconds"], line["state"]) == (
        1,
        1,
        0.625,
        5,
        "new",
    )
    assert line["outputs"] == [f"build/good/01-clip.{end}" for end in ("mp4", "json", "prompt.txt", "request.json")]
    assert run(["plan", "--list-clips", "--format", "markdown", "good.story"]) == exits.USAGE


def test_an_id_selects_its_clip_and_take_alone(folder: Path, capsys: Captured) -> None:
    (folder / "two.story").write_text(TWO)
    every = listed(capsys, "--variant", "all", "two.story", "good.story")
    for line in every:
        # The other stories have no say, also the one with errors.
        assert [each["id"] for each in listed(capsys, "--variant", "all", "--only", line["id"], ".")] == [line["id"]]
    both = ["--only", every[0]["id"], "--only", every[-1]["id"]]
    assert len(listed(capsys, "--variant", "all", *both, ".")) == 2
    # An id that nobody has is not passed over because another one is there.
    assert run(["plan", "--only", every[0]["id"], "--only", "two-01-bell-000000000000", "."]) == exits.USAGE
    assert "there is no clip `two-01-bell-000000000000` in these stories" in capsys.readouterr().err
    # A variant's clip is there where the variant is.
    tall = next(line["id"] for line in every if line["variant"])
    assert run(["plan", "--only", tall, "."]) == exits.USAGE
    assert f"there is no clip `{tall}`" in capsys.readouterr().err
    assert run(["plan", "--only", "two-01-bell-000000000000", "two.story"]) == exits.USAGE


def test_an_id_says_nothing_of_an_error_in_its_story(folder: Path, capsys: Captured) -> None:
    (folder / "bad.story").write_text((folder / "good.story").read_text())
    name = listed(capsys, "bad.story")[0]["id"]
    (folder / "bad.story").write_text("Shot 1 [0-3s] A.\nShot 2 [2-5s] B.\n")
    assert run(["plan", "--only", name, "."]) == exits.STORY_ERRORS
    err = capsys.readouterr().err
    assert "SB201" in err
    assert "there is no clip" not in err


@given(
    st.text(max_size=300).filter(lambda text: text.isprintable()), st.integers(1, 1000), st.text(max_size=80),
    st.text(max_size=80), st.integers(1, 99),
)  # fmt: skip
def test_an_id_is_a_name_that_kubernetes_takes(story: str, index: int, variant: str, slug: str, take: int) -> None:
    name = clip_id(request(story, index, variant, take, slug))
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", name)
    assert belongs_to(name, story)


def test_an_id_stays_while_its_request_changes(folder: Path, capsys: Captured) -> None:
    before = listed(capsys, "good.story")[0]
    (folder / "good.story").write_text((folder / "good.story").read_text().replace("A hand", "Two hands"))
    after = listed(capsys, "good.story")[0]
    assert (before["id"], before["request_sha256"] == after["request_sha256"]) == (after["id"], False)


def test_no_share_buys_the_clip_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    with paying.project(tmp_path, monkeypatch, capsys, story=paying.TWO) as it:
        assert it.build("--yes", "--shard", "2/2") == 0
        assert (it.submits(), [each for each in it.built() if "animatic" not in each]) == (1, ["a/02-the-lamp.mp4"])
        assert it.build("--yes", "--shard", "1/2") == 0
        assert it.submits() == 2
        assert "a.mp4" in it.built()


def test_a_request_at_two_places_lies_in_one_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with paying.project(tmp_path, monkeypatch, capsys, story=ONE) as it:
        (tmp_path / "b.story").write_text(ONE)
        assert it.call("plan", "a.story", "b.story", "-o", "plan.json") == 0, it.err
        assert json.loads((tmp_path / "plan.json").read_text())["total_usd"] == 0.625
        # Each share is built where nothing is known of the other, so the history is not asked either.
        for number, store in enumerate(("one", "two"), 1):
            monkeypatch.setenv("STORYC_STORE", str(tmp_path / store))
            share = ("--plan", "plan.json", "--shard", f"{number}/2")
            assert it.build(*share, "--no-look", "--report", f"{number}.json", paths=()) == 0, it.err
            (tmp_path / "storyc.lock").unlink(missing_ok=True)
        assert it.charges() == 1
        reports = [json.loads((tmp_path / f"{number}.json").read_text()) for number in (1, 2)]
        assert [report["total_usd"] for report in reports] == [0.625, 0]
        assert [[row["story"] for row in report["clips"]] for report in reports] == [["a.story", "b.story"], []]
