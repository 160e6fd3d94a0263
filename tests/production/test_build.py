"""Builds as they are: files and their names, what is kept, what is refused, what is left after a failure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.film.probe import probe
from storyboard.language.story import Clip, Text
from storyboard.production import build, run
from storyboard.production.files import paths
from storyboard.production.records import Built
from storyboard.production.worker import Draw, Failed, Join, JoinedFilm, Progress
from storyboard.providers import Made
from storyboard.providers.registry import local_maker
from storyboard.report.production.build import as_json, as_junit
from storyboard.source import DiskFiles

TWO = """---
title: Lamps
takes: 2
---
A lamp is lit in the rain.
# The match
Shot 1 [0-2s] A hand strikes a match.
Shot 2 [2-5s] A face in its light.
# The lamp
duration: 5
Shot 1 [0-4s] The lamp burns.
"""
Building = Callable[..., tuple[build.Step, ...]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "lamps.story").write_text(TWO, encoding="utf-8")
    return tmp_path


def built(
    root: Path, *stories: str, pictures: bool = True, draft: bool = True, out: str = "build", **selected: object
) -> tuple[tuple[build.FilmOrder, ...], tuple[build.Step, ...]]:
    files, config, options = DiskFiles(root), Config(), Options(**selected)  # type: ignore[arg-type]
    films: list[build.FilmOrder] = []
    for story in stories or ("films/lamps.story",):
        compiled = compile_story(files, story, config, options)
        assert compiled.requests, compiled.diagnostics
        films += build.films(files, compiled, config, options)
    settings = build.BuildSettings(root, root / out, 2, draft)
    return tuple(films), build.build(films, settings, files, lambda _: None, pictures=pictures)


def states(found: tuple[tuple[build.FilmOrder, ...], tuple[build.Step, ...]]) -> list[str]:
    return [step.state for step in found[1]]


def files_of(root: Path) -> list[str]:
    return sorted(path.relative_to(root / "build").as_posix() for path in (root / "build").rglob("*") if path.is_file())


def stamps(root: Path) -> dict[str, int]:
    return {path: (root / "build" / path).stat().st_mtime_ns for path in files_of(root)}


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> list[Draw | Join]:
    """No processes: each clip is a file that holds its number; gives the tasks that were done. One called `broken` fails."""
    done: list[Draw | Join] = []

    def answers(tasks, jobs):  # type: ignore[no-untyped-def]
        while tasks:
            task = tasks.popleft()
            done.append(task)
            if isinstance(task, Join):
                task.out.write_bytes(b"+".join(path.read_bytes() for path in task.paths))
                yield task, JoinedFilm(10_000, ())
            elif task.clip.clip.title == "broken":
                yield task, Failed("no paint")
            else:
                task.out.write_bytes(repr(local_maker(task.maker).key(task.clip)).encode())
                yield task, Progress(1, 2)
                yield task, Made(30, 120, (48,), ("no font",))
            yield None

    monkeypatch.setattr(run.pool, "run", answers)
    return done


# ---- the real thing ----------------------------------------------------------------------------------------------


def test_a_story_becomes_its_files_and_its_film(root: Path) -> None:
    found = built(root)
    assert states(found) == ["done", "done", "done"], found[1]
    base = ["animatic.json", "animatic.mp4", "prompt.txt", "request.json", "take2.prompt.txt", "take2.request.json"]
    assert files_of(root) == [
        "films/lamps.animatic.json",
        "films/lamps.animatic.mp4",
        *(f"films/lamps/01-the-match.{name}" for name in base),
        *(f"films/lamps/02-the-lamp.{name}" for name in base),
    ]
    folder = root / "build" / "films"
    whole = probe(folder / "lamps.animatic.mp4")
    assert round(whole.video_ms) == 10_000
    beside = json.loads((folder / "lamps" / "01-the-match.animatic.json").read_bytes())
    video = (folder / "lamps" / "01-the-match.animatic.mp4").read_bytes()
    assert beside["sha256"] == hashlib.sha256(video).hexdigest()
    assert (beside["schema"], beside["frames"], beside["cuts"]) == ("storyc.animatic/1", 120, [48])
    assert [(shot["start"], shot["end"]) for shot in beside["shots"]] == [(0, 2), (2, 5)]
    listed = json.loads((root / ".storyc" / "files.json").read_bytes())["files"]
    assert set(listed) == {f"build/{name}" for name in files_of(root)}
    prompt = (folder / "lamps" / "02-the-lamp.prompt.txt").read_text(encoding="utf-8")
    request = json.loads((folder / "lamps" / "02-the-lamp.take2.request.json").read_bytes())
    assert prompt == request["request"]["prompt"].rstrip("\n") + "\n"
    assert (request["schema"], request["take"]) == ("storyc.request/1", 2)

    before = stamps(root)
    assert states(built(root)) == ["kept", "kept", "kept"]
    assert stamps(root) == before


# ---- what must be drawn ------------------------------------------------------------------------------------------


def test_only_what_changed_is_drawn(root: Path, stub: list[Draw | Join]) -> None:
    built(root)
    assert [type(task) for task in stub] == [Draw, Draw, Join]
    stub.clear()
    story = root / "films" / "lamps.story"
    story.write_text(TWO.replace("The lamp burns.", "The lamp burns low."), encoding="utf-8")
    assert states(built(root)) == ["kept", "done", "done"]
    assert [task.clip.clip.index for task in stub if isinstance(task, Draw)] == [2]
    stub.clear()
    assert states(built(root, draft=False)) == ["done", "done", "done"]
    (root / "build" / "films" / "lamps" / "01-the-match.animatic.mp4").unlink()
    stub.clear()
    # Drawn anew it holds the same bytes, so that the film of it is still the film.
    assert states(built(root, draft=False)) == ["done", "kept", "kept"]


def test_a_seed_or_a_take_draws_nothing(root: Path, stub: list[Draw | Join]) -> None:
    built(root)
    stub.clear()
    story = root / "films" / "lamps.story"
    story.write_text(TWO.replace("takes: 2", "takes: 3\nseed: 7"), encoding="utf-8")
    assert states(built(root)) == ["kept", "kept", "kept"]
    assert stub == []
    assert (root / "build" / "films" / "lamps" / "01-the-match.take3.request.json").is_file()


def test_warnings_are_said_again_for_what_is_kept(root: Path, stub: list[Draw | Join]) -> None:
    built(root)
    assert [step.warnings for step in built(root)[1]] == [("no font",), ("no font",), ()]


def test_one_clip_of_a_film(root: Path, stub: list[Draw | Join]) -> None:
    found = built(root, only=("2",))
    assert [(step.state, step.clip) for step in found[1]] == [("done", 2), ("lacking", 0)]
    assert found[1][1].reason == "clip 1 is not drawn yet"
    assert states(built(root, only=("1",))) == ["done", "done"]
    story = root / "films" / "lamps.story"
    story.write_text(TWO.replace("strikes", "drops").replace("burns", "glows"), encoding="utf-8")
    found = built(root, only=("2",))
    assert [step.state for step in found[1]] == ["done", "done"]
    assert found[1][1].reason == "clip 1 is older than the story"


def test_variants_have_names_of_their_own(root: Path, stub: list[Draw | Join]) -> None:
    text = (
        "---\nvariants:\n  vertical: {size: 720*1280}\n  ../Über all: {size: 1920*1080}\n---\nShot 1 [0-5s] A lamp.\n"
    )
    (root / "a.story").write_text(text, encoding="utf-8")
    found = built(root, "a.story", variant="all")
    assert states(found) == ["done"] * 6, found[1]
    films = [step.path.relative_to(root).as_posix() for step in found[1] if not step.clip and step.path]
    assert films == ["build/a.animatic.mp4", "build/a.vertical.animatic.mp4", "build/a.über-all.animatic.mp4"]
    sizes = [task.clip.clip.size for task in stub if isinstance(task, Draw)]
    assert sizes[:2] == ["1280*720", "720*1280"]
    assert len(set(sizes)) == 3


# ---- what is not ours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["prompt.txt", "request.json", "animatic.mp4", "animatic.json"])
def test_somebodys_file_stops_its_clip_and_no_other(root: Path, stub: list[Draw | Join], name: str) -> None:
    mine = root / "build" / "films" / "lamps" / f"01-the-match.{name}"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    found = built(root)
    assert states(found) == ["refused", "done", "lacking"]
    assert (
        found[1][0].reason
        == f"`build/films/lamps/01-the-match.{name}` is there but storyc did not make it: move it away"
    )
    assert found[1][2].reason == "clip 1 is missing"
    assert mine.read_bytes() == b"mine"
    assert not list(mine.parent.glob(".storyc-*"))


def test_a_film_that_is_somebodys_is_refused(root: Path, stub: list[Draw | Join]) -> None:
    mine = root / "build" / "films" / "lamps.animatic.mp4"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    assert states(built(root)) == ["done", "done", "refused"]
    assert mine.read_bytes() == b"mine"


def test_an_edited_text_is_refused_until_it_is_moved_away(root: Path, stub: list[Draw | Join]) -> None:
    built(root)
    prompt = root / "build" / "films" / "lamps" / "01-the-match.prompt.txt"
    prompt.write_text("mine")
    found = built(root)
    assert states(found) == ["refused", "kept", "lacking"]
    assert "was changed since storyc wrote it" in found[1][0].reason
    prompt.unlink()
    assert states(built(root)) == ["kept", "kept", "kept"]
    assert prompt.is_file()


def test_two_stories_never_share_a_file(root: Path, stub: list[Draw | Join]) -> None:
    (root / "a.story").write_text(
        "---\nvariants: {b: {size: 1920*1080}}\n---\nShot 1 [0-5s] A lamp.\n", encoding="utf-8"
    )
    (root / "a.b.story").write_text("Shot 1 [0-5s] A door.\n", encoding="utf-8")
    found = built(root, "a.story", "a.b.story", variant="all")
    assert states(found) == ["done", "done", "done", "done", "done", "refused"]
    assert "would be the same file as that of `a.story`, variant `b`" in found[1][-1].reason


# ---- what goes wrong ---------------------------------------------------------------------------------------------


def test_a_clip_that_fails_stops_no_other(root: Path, stub: list[Draw | Join]) -> None:
    (root / "films" / "lamps.story").write_text(TWO.replace("# The lamp", "# broken"), encoding="utf-8")
    (root / "b.story").write_text("Shot 1 [0-5s] A lamp.\n", encoding="utf-8")
    found = built(root, "films/lamps.story", "b.story")
    assert [(step.state, step.reason) for step in found[1]] == [
        ("done", ""),
        ("failed", "no paint"),
        ("lacking", "clip 2 is missing"),
        ("done", ""),
        ("done", ""),
    ]
    assert not list(root.rglob(".storyc-*"))


def test_an_interruption_leaves_no_half_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(tasks, jobs):  # type: ignore[no-untyped-def]
        task = tasks.popleft()
        task.out.write_bytes(b"whole")
        yield task, Made(30, 120, ())
        tasks.popleft().out.write_bytes(b"ha")
        raise KeyboardInterrupt

    monkeypatch.setattr(run.pool, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        built(root)
    assert not list(root.rglob(".storyc-*"))
    videos = [path for path in files_of(root) if path.endswith(".mp4")]
    assert videos == ["films/lamps/01-the-match.animatic.mp4"]
    record = json.loads((root / ".storyc" / "files.json").read_bytes())
    assert record["intents"] == {}
    assert set(record["files"]) == {f"build/{path}" for path in files_of(root)}


def test_a_folder_that_cannot_be_made_fails_its_clips_in_words(root: Path, stub: list[Draw | Join]) -> None:
    (root / "build").write_text("a file")
    found = built(root)
    assert states(found)[:2] == ["failed", "failed"] or states(found)[:2] == ["refused", "refused"]
    assert "build" in found[1][0].reason


def test_without_pictures_texts_are_written(root: Path, stub: list[Draw | Join]) -> None:
    assert states(built(root, pictures=False)) == ["written", "written"]
    assert stub == []
    assert len(files_of(root)) == 8
    assert all(path.endswith((".prompt.txt", ".request.json")) for path in files_of(root))


# ---- names and reports -------------------------------------------------------------------------------------------


def test_numbers_have_as_many_digits_as_the_film_needs() -> None:
    clip = msgspec.structs.replace(EMPTY, index=7, slug="渡口")
    assert paths.clip_base(Path("o"), "a/b.story", "", clip, 99) == Path("o/a/b/07-渡口")
    assert paths.clip_base(Path("o"), "a/b.story", "v", clip, 100) == Path("o/a/b/007-渡口.v")
    assert paths.prompt(Path("o/07-x.v"), 1) == Path("o/07-x.v.prompt.txt")
    assert paths.request(Path("o/07-x.v"), 12) == Path("o/07-x.v.take12.request.json")


EMPTY = Clip(
    1, "", "clip", Text(), Text(), (), {}, 5000, 5000, "1280*720", True, True,
    None, None,  # type: ignore[arg-type]
)  # fmt: skip


def test_reports_say_what_became_of_each_clip(root: Path, stub: list[Draw | Join]) -> None:
    (root / "films" / "lamps.story").write_text(TWO.replace("# The lamp", "# broken"), encoding="utf-8")
    films, steps = built(root)
    made = [Built(root, films, steps, (("c.story", "it has errors"),))]
    report = json.loads(as_json(made))
    rows = [(row["clip"]["index"], row["take"], row["state"], row["reason"], row["path"]) for row in report["clips"]]
    assert rows == [
        (1, 1, "done", "", "build/films/lamps/01-the-match.animatic.mp4"),
        (1, 2, "done", "", "build/films/lamps/01-the-match.animatic.mp4"),
        (2, 1, "failed", "no paint", None),
        (2, 2, "failed", "no paint", None),
    ]
    assert (report["schema"], report["total_usd"], report["stories"][0]["story"]) == ("storyc.build/1", 0, "c.story")
    from xml.etree import ElementTree as Tree

    tree = Tree.fromstring(as_junit(made))
    assert [(suite.get("name"), suite.get("failures"), suite.get("skipped")) for suite in tree] == [
        ("c.story", "1", "0"),
        ("films/lamps.story", "1", "1"),
    ]
