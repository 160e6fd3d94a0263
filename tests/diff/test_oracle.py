"""What `storyc diff` names against brute force: both trees compiled whole, and their requests' hashes compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import run
from storyboard.compiler.pipeline import compile_story
from storyboard.config import load
from storyboard.source import DiskFiles
from tests.diff.repository import commit, edit, repository

Rows = list[dict[str, Any]]


def hashes(film: Path) -> dict[tuple[str, str], tuple[tuple[str, ...], int]]:
    """For each clip, by story and title: its takes' hashes, and what they cost together in micro-dollars."""
    files, config = DiskFiles(film), load(film / "storyc.toml", {}, {})
    found: dict[tuple[str, str], tuple[tuple[str, ...], int]] = {}
    for path in files.list("acts"):
        made = compile_story(files, path, config)
        assert made.requests, [each.finding.message for each in made.diagnostics]
        for request in made.requests:
            names, price = found.get((path, request.clip.title), ((), 0))
            found[path, request.clip.title] = ((*names, request.sha256), price + request.price)
    return found


def one_shot(film: Path) -> None:
    edit(film / "acts/03.story", "[3s] @MARA waits", "[2s] @MARA waits")


def a_title(film: Path) -> None:
    edit(film / "acts/03.story", "# Net 3", "# The empty net")


def a_heading_moved(film: Path) -> None:
    edit(film / "acts/04.story", "\n# Net 4", "")
    edit(film / "acts/04.story", "Shot 2 [2s] Rain", "\n# Net 4\nShot 2 [2s] Rain")


def two_clips_swapped(film: Path) -> None:
    place = film / "acts/04.story"
    head, quay, net, dawn = re.split("(?m)^(?=# )", place.read_text())
    place.write_text(head + net + quay + dawn)


def the_cast(film: Path) -> None:
    edit(film / "shared/cast.yaml", "yellow oilskins", "black oilskins")


def another_include(film: Path) -> None:
    (film / "shared/more.yaml").write_text("size: 720*1280\n")
    edit(film / "acts/05.story", "include: /shared/cast.yaml", "include: [/shared/cast.yaml, /shared/more.yaml]")


def the_template(film: Path) -> None:
    edit(film / "templates/prompts/own.j2", "{{", "Film: {{")


def the_profile(film: Path) -> None:
    edit(film / "profiles/own@segmind.yaml", "camera: Camera", "camera: The camera")


def the_configuration(film: Path) -> None:
    (film / "storyc.toml").write_text('template = "own"\nmodel = "own@segmind"\n')


def nothing(film: Path) -> None:
    edit(film / "acts/06.story", "# Dawn", "// a note to the crew\n# Dawn")


def takes(film: Path) -> None:
    edit(film / "acts/07.story", "takes: 2", "takes: 3")


def a_clip_taken_out(film: Path) -> None:
    place = film / "acts/08.story"
    text = place.read_text()
    place.write_text(text[: text.index("# Net")] + text[text.index("# Dawn") :])


def a_clip_put_in(film: Path) -> None:
    edit(film / "acts/09.story", "# Net 9", "# Fog\nShot 1 [0-5s] A wall of fog.\n\n# Net 9")


def a_new_story_and_none(film: Path) -> None:
    (film / "acts/02.story").unlink()
    (film / "acts/10.story").write_text("# Sea\nA long wave that nobody sees.\n")


EDITS = [
    one_shot, a_title, a_heading_moved, two_clips_swapped, the_cast, another_include, the_template, the_profile, the_configuration, nothing,
    takes, a_clip_taken_out, a_clip_put_in, a_new_story_and_none,
]  # fmt: skip


@pytest.mark.parametrize("change", EDITS, ids=lambda each: each.__name__)
def test_what_is_named_is_what_changed(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    film = repository(tmp_path)
    if change in (the_template, the_profile):
        the_configuration(film)
        commit(tmp_path, "two")
    before = hashes(film)
    change(film)
    after = hashes(film)
    monkeypatch.chdir(film)
    assert run(["diff", "--format", "json", "acts"]) == 0
    record = json.loads(capsys.readouterr().out)
    rows: Rows = record["clips"]

    old, new = Counter(each[0] for each in before.values()), Counter(each[0] for each in after.values())
    price = sum(each[1] for each in after.values()) - sum(each[1] for each in after.values() if each[0] in old)
    assert round(record["total_usd"] * 1_000_000) == price
    told: dict[str, Rows] = {}
    for row in rows:
        told.setdefault(row["change"], []).append(row)
        assert (row["before"] is None, row["after"] is None) == (row["change"] == "new", row["change"] == "gone")
    assert len(told.get("same", [])) == (old & new).total()
    touched = {(row["story"], row["clip"]["title"]) for row in rows if row["change"] in ("changed", "new")}
    assert touched == {name for name, each in after.items() if each[0] not in old}
    assert len(rows) - len(told.get("gone", [])) == len(after)
    assert sum(row["before"] is not None for row in rows) == len(before)
    for row in rows:
        if row["after"] is not None:
            assert row["after"]["request_sha256"] == after[row["story"], row["after"]["title"]][0][0]
        assert (row["price_usd"] > 0) == (row["change"] in ("changed", "new"))
