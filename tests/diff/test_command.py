"""`storyc diff` as a reviewer meets it: what it prints, and what it says when it cannot."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import run
from storyboard.report.drawing.cells import width
from tests.diff.repository import CAST, commit, edit, git, repository, story
from tests.helpers import BAD

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    film = repository(tmp_path)
    monkeypatch.chdir(film)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return film


def rows(capsys: Captured, *words: str) -> list[dict[str, Any]]:
    assert run(["diff", "--format", "json", *words]) == 0
    record = json.loads(capsys.readouterr().out)
    assert list(record) == ["schema", "clips", "total_usd", "unpaid_usd"]
    assert record["schema"] == "storyc.diff/1"
    return record["clips"]


def told(capsys: Captured, *words: str) -> str:
    assert run(["diff", *words]) == 0
    return capsys.readouterr().out


def test_text_says_what_changed(film: Path, capsys: Captured) -> None:
    edit(film / "acts/03.story", "[3s] @MARA waits by", "[2s] @MARA sleeps beside")
    edit(film / "acts/03.story", "camera: slow dolly in", "camera: locked off")
    edit(film / "acts/03.story", "# Dawn 3\n", "# Dusk\nseed: 7\nduration: 10\n")
    (film / "acts/04.story").unlink()
    # As the report stands on a terminal, the width aside.
    assert "\n".join(line.rstrip() for line in told(capsys, "acts").splitlines()) == (
        "acts/03.story\n"
        f"{'  ~ clip 1 Quay 3':<111}0.625 USD\n"
        "      shot 1: 0-3s → 0-2s\n"
        "      shot 1, text: MARA [-waits by-]{+sleeps beside+} boat 3.\n"
        "      shot 2: 3-5s → 2-4s\n"
        f"{'  ~ clip 2 Net 3':<112}1.25 USD\n"
        "      shot 1, camera: [-slow dolly in-]{+locked off+}\n"
        f"{'  ~ clip 3 Dusk':<113}2.5 USD\n"
        "      title: Dawn 3 → Dusk\n"
        "      duration: 5 → 10\n"
        "      seed: derived → 7\n"
        "      price: 0.625 → 1.25 USD\n"
        "\n"
        "acts/04.story (gone)\n"
        f"{'  - clip 1 Quay 4':<116}gone\n"
        f"{'  - clip 2 Net 4':<116}gone\n"
        f"{'  - clip 3 Dawn 4':<116}gone\n"
        "\n"
        "3 of 27 clips change, 3 are gone: 4.375 USD with an empty store"
    )


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_text_keeps_to_its_columns(film: Path, columns: int) -> None:
    from storyboard.project.diff import record
    from storyboard.report.diff.text import render
    from tests.diff.sides import compared

    edit(film / "acts/03.story", "A helmet.", "镜头" * 60 + " and " + "x" * 200 + " words upon words " * 9)
    lines = render(record(compared(film)), columns=columns).splitlines()
    assert len(lines) > 6
    assert [line for line in lines if width(line) > columns] == []


def test_nothing_changed_is_one_line_of_talk(film: Path, capsys: Captured) -> None:
    assert run(["diff", "."]) == 0
    assert capsys.readouterr() == ("", "ok: no clip changes: 30 clips are the same\n")
    assert run(["diff", "-q", "."]) == 0
    assert capsys.readouterr() == ("", "")
    assert {row["change"] for row in rows(capsys, ".")} == {"same"}
    assert told(capsys, "--format", "markdown", ".") == "### Storyboard\n\nno clip changes: 30 clips are the same\n"


def test_the_documented_form(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "takes: 2", "takes: 3")
    (row,) = [row for row in rows(capsys, "acts/00.story") if row["change"] != "same"]
    assert list(row) == ["story", "clip", "change", "price_usd", "before", "after", "unpaid_usd", "words"]
    assert row["words"] == [{"what": "takes", "before": "2", "after": "3", "kind": "value"}, *row["words"][1:]]
    assert row["clip"] == {"index": 3, "title": "Dawn 0", "slug": "dawn-0"}
    assert row["price_usd"] == 1.875
    # Two of the three takes are those of before.
    assert row["unpaid_usd"] == 0.625
    for side in ("before", "after"):
        assert list(row[side]) == ["title", "slug", "request_sha256", "prompt", "settings", "shots"]
    assert row["before"]["settings"] | {"takes": 3} == row["after"]["settings"]
    assert "prompt" not in row["after"]["settings"]
    assert row["after"]["prompt"].startswith("A harbour at night, number 0.")
    assert [shot["start"] for shot in row["after"]["shots"]] == [0, 2]


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("shared/cast.yaml", "brass helmet", "steel helmet", "cast MARA: a diver in a [-brass-]{+steel+} helmet"),
        ("storyc.toml", "", 'template = "own"\n', ""),
        ("storyc.toml", "", 'model = "own@segmind"\n', "model: wan-2.6-t2v@segmind → own@segmind"),
        ("acts/00.story", "Shot 2 [2s] Rain", "// a note\nShot 2 [2s] Rain", ""),
        ("acts/00.story", "# Quay 0\n", "# Quay 0\nnegative_prompt: fog, text\n", "negative_prompt: {+fog, text+}"),
        ("acts/00.story", "# Quay 0\n", "# Quay 0\nsize: 720*1280\n", "size: 1280*720 → 720*1280"),
        ("acts/00.story", "number 0", "the first", "overview: A harbour at night, [-number 0-]{+the first+}."),
        ("acts/00.story", "waits by boat 0.", 'waits.\n  IVO: "Mara?"', 'shot 1, speech: {+IVO: "Mara?"+}'),
    ],
)
def test_each_change_has_its_words(film: Path, capsys: Captured, name: str, before: str, after: str, said: str) -> None:
    edit(film / name, before, after)
    lines = [line.strip() for line in told(capsys, "acts/00.story").splitlines()]
    assert said in lines if said else lines == []


def test_a_picture_is_told_beside_what_is_sent_and_is_no_change_alone(film: Path, capsys: Captured) -> None:
    shutil.copy(BAD / "files" / "lamp.png", film / "lamp.png")
    edit(film / "acts/00.story", "waits by boat 0.", "waits by boat 0.\n  picture: /lamp.png")
    assert told(capsys, "acts/00.story") == ""
    edit(film / "acts/00.story", "waits by boat 0.", "sleeps.")
    lines = [line.strip() for line in told(capsys, "acts/00.story").splitlines()]
    assert "shot 1, picture: none → /lamp.png" in lines


def test_an_edited_template_and_profile_are_named_with_the_prompt(film: Path, capsys: Captured) -> None:
    (film / "storyc.toml").write_text('template = "own"\nmodel = "own@segmind"\n')
    commit(film, "two")
    edit(film / "templates/prompts/own.j2", "{{", "Film: {{")
    edit(film / "profiles/own@segmind.yaml", "camera: Camera", "camera: Eye")
    text = told(capsys, "acts/00.story")
    assert "      template `own` was edited\n      profile `own@segmind` was edited\n      prompt: {+Film: +}" in text


def test_clips_that_were_moved_renamed_and_split(film: Path, capsys: Captured) -> None:
    place = film / "acts/00.story"
    head, rest = place.read_text().split("# Quay")
    quay, rest = rest.split("# Net")
    net, dawn = rest.split("# Dawn")
    place.write_text(f"{head}# Net{net}# Quay{quay}# Last{dawn}")
    edit(film / "acts/01.story", "Shot 2 [6s] A helmet.", "# Helmet\nShot 1 [6s] A helmet.")
    (film / "acts/02.story").rename(film / "acts/two.story")
    text = told(capsys, ".")
    for words in (
        "clip 1 Net 0",
        "      moved, was clip 2\n",
        "      title: Dawn 0 → Last 0\n",
        "      its shots come from clip 2, Net 1\n",
        "acts/two.story (was acts/02.story)\n",
        "1 of 31 clips changes, 1 is new: 1.875 USD with an empty store\n",
    ):
        assert words in text
    assert text.count("moved") == 1


def test_a_clip_put_in_moves_no_other(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "# Quay 0", "# Fog\nA wall of fog.\n\n# Quay 0")
    assert [row["change"] for row in rows(capsys, "acts/00.story")] == ["new", "same", "same", "same"]
    assert "moved" not in told(capsys, "acts/00.story")


def test_a_clip_that_went_to_another_story_says_from_where(film: Path, capsys: Captured) -> None:
    one, other = film / "acts/00.story", film / "acts/01.story"
    text = one.read_text()
    at, end = text.index("# Net"), text.index("# Dawn")
    edit(other, "number 1", "number 0")
    commit(film, "two")
    one.write_text(text[:at] + text[end:])
    other.write_text(other.read_text() + "\n" + text[at:end].replace("# Net 0", "# Elsewhere"))
    said = told(capsys, "acts")
    assert "moved, was clip 2 of `acts/00.story`\n      title: Net 0 → Elsewhere\n" in said
    assert "no clip changes: 30 clips are the same" in said


def changes(made: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["change"], row["clip"]["title"]) for row in made]


def test_a_clip_is_found_by_its_slug_behind_a_new_one(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "# Quay 0\n", "# Pier 0\nShot 1 [5s] @MARA waits by boat 0.\n\n# Quay 0\n")
    edit(film / "acts/00.story", "Rain on the water", "Hail on the water")
    made = rows(capsys, "acts/00.story")
    assert changes(made) == [("new", "Pier 0"), ("changed", "Quay 0"), ("same", "Net 0"), ("same", "Dawn 0")]


def test_a_clip_of_other_words_is_another_clip(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "number 0", "0")
    commit(film, "two")
    place = film / "acts/00.story"
    text = place.read_text()
    at, end = text.index("# Net"), text.index("# Dawn")
    place.write_text(f"{text[:at]}# Fog\nA grey wall comes up over every roof of this town.\n\n{text[end:]}")
    made = rows(capsys, "acts/00.story")
    assert changes(made) == [("same", "Quay 0"), ("gone", "Net 0"), ("new", "Fog"), ("same", "Dawn 0")]
    place.write_text(text.replace("# Net 0", "# The net").replace("slow dolly in", "locked off"))
    assert changes(rows(capsys, "acts/00.story"))[1] == ("changed", "The net")


def test_a_clip_is_found_by_its_content_wherever_it_went(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "# Net 0", "# The net")
    (film / "acts/00.story").rename(film / "acts/zero.story")
    assert {row["change"] for row in rows(capsys, "acts")} == {"same"}
    edit(film / "acts/zero.story", "Nobody", "Somebody")
    made = [row for row in rows(capsys, "acts") if row["change"] != "same"]
    assert [(row["story"], row["change"]) for row in made] == [("acts/zero.story", "changed")]


def test_variants_are_told_apart(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "include:", "variants:\n  tall: {size: 720*1280}\ninclude:")
    made = rows(capsys, "--variant", "tall", "acts/00.story")
    assert [row["change"] for row in made] == ["new"] * 3
    commit(film, "two")
    edit(film / "acts/00.story", "Nobody is left", "Someone is left")
    made = [row for row in rows(capsys, "--variant", "all", "acts/00.story") if row["change"] == "changed"]
    assert [row.get("variant") for row in made] == [None, "tall"]
    assert rows(capsys, "--variant", "tall", "--only", "1", "acts/00.story")[0]["change"] == "same"


def test_only_means_a_clip_as_it_is_now(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "# Quay 0", "# Fog\nA wall of fog.\n\n# Quay 0")
    (row,) = rows(capsys, "--only", "2", "acts/00.story")
    assert (row["clip"]["title"], row["change"]) == ("Quay 0", "same")
    assert run(["diff", "--only", "9", "."]) == 2
    assert "no clip `9`" in capsys.readouterr().err
    for words, said in (
        (("--take", "9"), "no take 9"),
        (("--variant", "tall"), "`acts/00.story`: no variant"),
    ):
        assert run(["diff", *words, "acts"]) == 2
        assert said in capsys.readouterr().err


def test_two_files(film: Path, capsys: Captured) -> None:
    (film / "acts/new.story").write_text(story(0).replace("Nobody", "Somebody"))
    made = rows(capsys, "--files", "acts/00.story", "acts/new.story")
    assert [(row["story"], row["change"]) for row in made] == [
        ("acts/new.story", "same"),
        ("acts/new.story", "same"),
        ("acts/new.story", "changed"),
    ]


def test_a_story_with_errors_is_left_out_and_reported(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "[2s] Rain", "[0-9s] Rain")
    edit(film / "acts/01.story", "[2s] Rain", "[1s] Rain")
    assert run(["diff", "--format", "json", "acts"]) == 1
    out, err = capsys.readouterr()
    assert "error[SB" in err
    assert {row["story"] for row in json.loads(out)["clips"] if row["change"] == "changed"} == {"acts/01.story"}
    assert not any(row["story"] == "acts/00.story" for row in json.loads(out)["clips"])
    commit(film, "two")
    edit(film / "acts/00.story", "[0-9s] Rain", "[2s] Rain")
    assert {row["change"] for row in rows(capsys, "acts/00.story")} == {"new"}


def test_markdown_marks_nothing_up_that_a_writer_wrote(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "Nobody is left.", "@octocat | <script> **#1** `x` </details> ``` www.x.org")
    text = told(capsys, "--format", "markdown", "acts/00.story")
    table = text.partition("<details>")[0]
    for bare in ("@octocat", "<script>", "**#1", "#1", "www.x.org", "</details>"):
        assert bare not in table
    assert "````diff" in text
    assert text.count("<details>") == text.count("\n</details>\n") == 1


def test_markdown_fits_a_comment(film: Path, capsys: Captured) -> None:
    edit(film / "shared/cast.yaml", CAST, CAST.replace("a diver", "a diver " + "very "))
    clips = "".join(
        f"# A title of many words for clip {n} of a film that never ends\nShot 1 [3s] @MARA.\nShot 2 [2s] Rain {n}.\n\n"
        for n in range(900)
    )
    (film / "acts/00.story").write_text("---\ninclude: /shared/cast.yaml\n---\n" + clips)
    text = told(capsys, "--format", "markdown", "acts")
    assert len(text) <= 65_536
    assert "more rows would make this comment too long" in text
    assert "more are left out, as they would make this comment too long" in text


# ---- which side is which -----------------------------------------------------------------------------------------


def test_a_word_that_may_be_either_is_refused_and_dashes_decide(film: Path, capsys: Captured) -> None:
    git(film, "branch", "acts")
    assert run(["diff", "acts"]) == 2
    assert "is a path and a revision" in capsys.readouterr().err
    edit(film / "acts/00.story", "Nobody", "Somebody")
    assert "clip 3" in told(capsys, "--", "acts")
    assert "clip 3" in told(capsys, "acts", "--", "acts/00.story")
    assert run(["diff", "HEAD", "acts", "--", "acts"]) == 2


def test_another_revision(film: Path, capsys: Captured) -> None:
    edit(film / "acts/00.story", "Nobody", "Somebody")
    commit(film, "two")
    assert told(capsys, "acts/00.story") == ""
    assert "[-Nobody-]{+Somebody+}" in told(capsys, "HEAD~1", "acts/00.story")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "PATH is missing"),
        (["HEAD"], "no PATH stands after it"),
        (["nowhere", "acts"], "git knows no revision of that name"),
        (["nowhere", "--", "acts"], "git knows no revision `nowhere`"),
        (["--", "gone.story"], "no story at `gone.story`"),
        (["-"], "stdin has no revision"),
        (["--files", "acts", "acts"], "compares two stories"),
        (["--files", "acts/00.story", "acts/01.story", "acts"], "names both sides"),
        (["-q", "/"], "lies in no git repository"),
    ],
)
def test_a_wrong_command_line_is_one_clear_line(film: Path, capsys: Captured, words: list[str], said: str) -> None:
    (film.parent.parent / "empty.story").write_text("A lamp.")
    words = [str(film.parent.parent / "empty.story") if word == "/" else word for word in words]
    assert run(["diff", *words]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


def test_no_commit_and_no_git(film: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = film.parent / "other"
    bare.mkdir()
    git(bare, "init", "-q")
    (bare / "a.story").write_text("A lamp.")
    assert run(["diff", str(bare / "a.story")]) == 2
    assert "has no commit yet" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(bare))
    assert run(["diff", "acts"]) == 2
    assert "git is not installed" in capsys.readouterr().err


def test_a_shallow_clone_says_how_to_get_the_rest(
    film: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(film / "acts/00.story", "Nobody", "Somebody")
    commit(film, "two")
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{tmp_path}", "shallow"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path / "shallow" / "film")
    assert run(["diff", "HEAD~1", "--", "acts"]) == 2
    assert "`git fetch --unshallow`" in capsys.readouterr().err
    assert run(["diff", "HEAD~1", "acts"]) == 2
    assert "`git fetch --unshallow`" in capsys.readouterr().err


def test_a_configuration_of_then_that_cannot_be_used_is_named(film: Path, capsys: Captured) -> None:
    (film / "storyc.toml").write_text("modle = 1\n")
    commit(film, "two")
    (film / "storyc.toml").write_text("")
    assert run(["diff", "acts"]) == 2
    assert "HEAD:./storyc.toml: `modle`" in capsys.readouterr().err.replace("\\", "/")


def test_a_project_inside_another_is_compared_on_its_own(film: Path, capsys: Captured) -> None:
    inner = film / "acts" / "inner"
    inner.mkdir()
    (inner / "storyc.toml").write_text("")
    (inner / "a.story").write_text("A lamp that is lit in the rain.\n")
    commit(film, "two")
    made = rows(capsys, "acts")
    assert [row["change"] for row in made] == ["same"] * 31
    assert [row["story"] for row in made].count("a.story") == 1
