"""`storyc verify` over real files: animatics that were drawn here, and clips put where paid ones lie."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from PIL import Image

from storyboard import profiles
from storyboard.cli import run, terminal
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.request import shot_refs
from storyboard.film.animatic.timeline import SLATE
from storyboard.film.encoder import Encoding
from storyboard.film.mux import Writer
from storyboard.production.files import paths
from storyboard.production.files.manifest import Manifest
from storyboard.production.films import films
from storyboard.production.verify.planned import TITLE
from storyboard.project.finding import search
from storyboard.project.gathering import projects
from storyboard.project.places import out_folder
from storyboard.records import as_bytes
from storyboard.records.sidecars import ClipRecord, Provenance
from storyboard.system.extras import install
from tests.film.filming import clip, grey
from tests.helpers import SAMPLES
from tests.schemas.validating import hold

STORY = "duration: 5\ntakes: {takes}\nA lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
SIZE = (1280, 720)
SHIPPED = Path(profiles.__file__).parent / f"{profiles.DEFAULT}.yaml"
# Of samples with several clips those whose cuts are hardest to see.
FAINTEST = {
    "long": (3, 12),
    "split": (1,),
    "cast": (1,),
    "include": (2,),
    "evolution": (2,),
    "chinese": (1,),
    "takes": (2,),
}
Captured = pytest.CaptureFixture[str]


class Place:
    """A project with one story, and clips as a host would have made them."""

    def __init__(self, root: Path, capsys: Captured) -> None:
        self.root, self.capsys = root, capsys
        self.out = self.err = ""
        self.write(1)
        # A model whose clips are as those that are made here.
        (root / "profiles").mkdir()
        (root / "profiles" / SHIPPED.name).write_text(SHIPPED.read_text().replace("fps: 30", "fps: 24"))

    def write(self, takes: int, story: str = STORY) -> None:
        (self.root / "a.story").write_text(story.format(takes=takes))

    def call(self, *words: str) -> int:
        self.capsys.readouterr()
        code = run(list(words))
        self.out, self.err = self.capsys.readouterr()
        assert "Traceback" not in self.err
        return code

    def rows(self, *words: str, code: int = 0) -> list[dict[str, Any]]:
        assert self.call("verify", "a.story", "--format", "json", *words) == code, self.err
        assert hold(self.out) == "verify"
        found: list[dict[str, Any]] = json.loads(self.out)["clips"]
        return found

    def buy(self, take: int, seconds: float = 5, cuts: Sequence[int] = (48,), **more: Any) -> Path:
        """A paid clip with its record, as a build leaves them, its pictures changing at these frames."""
        project = projects(search(("a.story",)), {})[0]
        film = films(project.files, compile_story(project.files, "a.story", project.config), project.config, Options())[
            0
        ]
        request = next(each for each in film.requests if each.take == take)
        base = paths.clip_base(out_folder(project, rehearsal=False), film.story, "", film.clips[0], len(film.clips))
        path = paths.paid(base, take)
        path.parent.mkdir(parents=True, exist_ok=True)
        more = {"size": SIZE, "still": True, "ticks": [Fraction(1)], "value": 40, "fps": 24} | more
        clip(path, Fraction(seconds), cuts=cuts, **more)
        record = ClipRecord(
            story=film.story,
            clip=request.clip,
            variant="",
            take=take,
            profile=request.profile,
            request_sha256=request.sha256,
            seed=1,
            price_usd=0.625,
            duration=5,
            planned=5,
            shots=shot_refs(request),
            provenance=Provenance("a", "b", "c", None, None),
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            size=1,
            storyc="0",
        )
        paths.record(base, take).write_bytes(as_bytes(record))
        return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Place:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyc.toml").write_text("")
    return Place(tmp_path, capsys)


# ---- animatics -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.story")), ids=lambda path: path.stem)
def test_the_animatic_of_every_sample_keeps_its_plan(path: Path, place: Place) -> None:
    shutil.copytree(SAMPLES, place.root / "samples")
    story = f"samples/{path.name}"
    some = [word for clip in FAINTEST.get(path.stem, ()) for word in ("--only", str(clip))]
    assert place.call("build", "--draft", "-q", story, *some) == 0
    assert place.call("verify", "-q", "--format", "json", story, *some) == 0, place.out
    rows = json.loads(place.out)["clips"]
    cuts = [cut for row in rows for cut in row["cuts"]]
    assert {(cut["kind"], cut["error"]) for cut in cuts} == {("hard", 0)}
    assert [note for row in rows for note in row["notes"] if "silent" not in note] == []


def test_moving_pictures_keep_it_too(place: Place) -> None:
    assert place.call("build", "a.story", "-q") == 0
    (row,) = place.rows()
    assert [(cut["planned"], cut["found"], cut["kind"]) for cut in row["cuts"]] == [(2, 2, "hard")]
    assert (row["length"], row["size"], row["fps"], row["ok"]) == (5, "1280x720", 24, True)


def test_how_long_a_title_is_known() -> None:
    assert TITLE == SLATE


# ---- what is wrong ---------------------------------------------------------------------------------------------------


def test_a_clip_as_it_was_planned(place: Place) -> None:
    place.buy(1)
    (row,) = place.rows()
    assert row["problems"] == []
    assert not any(" fps" in note for note in row["notes"])
    assert row["path"] == "build/a/01-clip.mp4"
    assert row["cuts"][0]["error"] == 0
    assert row["off"] == 0


def test_a_cut_that_was_moved_by_twelve_frames(place: Place) -> None:
    place.buy(1, cuts=(60,))
    (row,) = place.rows(code=1)
    assert [(cut["planned"], cut["found"], cut["error"], cut["kind"]) for cut in row["cuts"]] == [(2, 2.5, 0.5, "hard")]
    assert row["problems"] == ["cuts to shot 2 at 2.5 s, 500 ms late for 2 s"]
    assert place.rows("--tolerance", "0.5s")[0]["ok"]
    assert place.rows("--tolerance", "499ms", code=1)[0]["problems"] == row["problems"]


def test_a_clip_that_is_three_seconds_short(place: Place) -> None:
    place.buy(1, seconds=2)
    (row,) = place.rows(code=1)
    assert row["problems"] == [
        "lasts 2 s and 5 s were planned", "does not cut to shot 2, which was planned at 2 s"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"cuts": ()}, "does not cut to shot 2, which was planned at 2 s"),
        ({"cuts": (48, 96)}, "cuts at 4 s, where the plan has no cut"),
        ({"size": (640, 360)}, "is 640x360 and 1280x720 was asked for"),
        ({"fps": 30, "cuts": (60,)}, "has 30 fps and 24 fps were ordered"),
        ({"sound": "", "ticks": None}, "has no sound, which the model always makes"),
        ({"value": 0, "cuts": ()}, "shows nothing but black"),
    ],
)
def test_what_differs_is_said(place: Place, more: dict[str, Any], problem: str) -> None:
    place.buy(1, **more)
    assert problem in place.rows(code=1)[0]["problems"]


def test_what_is_odd_is_a_note(place: Place) -> None:
    place.buy(1, ticks=())
    assert "its sound is silent from end to end" in place.rows()[0]["notes"]


def test_a_file_that_is_no_video_and_one_that_ends_early(place: Place) -> None:
    path = place.buy(1, still=False)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    assert "ends in the midst of its data" in place.rows(code=1)[0]["problems"][0]
    path.write_bytes(b"no video")
    (row,) = place.rows(code=1)
    assert row["problems"][0].startswith("cannot be read as a video")
    assert row["length"] is None


def test_a_newer_story_is_said_and_the_clip_is_held_against_its_own_plan(place: Place) -> None:
    place.buy(1)
    place.write(1, STORY.replace("0-2s", "0-3s").replace("2-5s", "3-5s"))
    (row,) = place.rows()
    assert "the story is newer than the clip: held against the plan that it was made by" in row["notes"]
    assert row["cuts"][0]["planned"] == 2
    place.call("build", "a.story", "--draft", "-q")
    place.write(1)
    (row,) = place.rows("--provider", "animatic")
    assert "the story is newer" in row["notes"][0]
    assert row["cuts"][0]["planned"] == 3


@pytest.mark.parametrize(
    "record", ["", "{}", "[" * 5000, '{"schema": "storyc.clip/1", "sha256": "", "duration": 1e300}']
)
def test_a_record_that_cannot_be_read_leaves_the_story(place: Place, record: str) -> None:
    path = place.buy(1)
    path.with_suffix(".json").write_text(record)
    (row,) = place.rows()
    assert row["notes"][0] == "no record lies beside it: held against the story as it is now"
    assert row["cuts"][0]["error"] == 0


def test_another_file_than_the_record_speaks_of(place: Place) -> None:
    path = place.buy(1)
    clip(path, 5, size=SIZE, still=True, cuts=(48,), value=60, ticks=[Fraction(2)])
    assert "it is not the file that its record speaks of" in place.rows()[0]["notes"]


def test_a_film_of_nothing_but_cuts_is_said_in_few_words(place: Place) -> None:
    path = place.buy(1)
    with Writer(path, Encoding(*SIZE), Fraction(9), sound="") as film:
        for number in range(0, film.frames, 12):
            film.picture(grey(40 + number * 5 % 160, SIZE), number)
    (row,) = place.rows(code=1)
    assert sum(cut["kind"] == "extra" for cut in row["cuts"]) > 12
    assert len(row["problems"]) < 5
    place.call("verify", "a.story")
    assert len(place.out.splitlines()) < 20


def test_what_is_no_file_is_not_opened(place: Place) -> None:
    path = place.buy(1)
    path.unlink()
    path.mkdir()
    assert place.rows(code=1)[0]["problems"] == ["is no file"]


def test_a_clip_of_one_picture(place: Place) -> None:
    place.buy(1, seconds=Fraction(1, 24), cuts=(), ticks=())
    assert place.call("verify", "a.story", "--pictures") == 1
    assert "lasts 0.042 s and 5 s were planned" in place.out


# ---- which clips -----------------------------------------------------------------------------------------------------


def test_the_paid_clip_comes_before_the_animatic(place: Place) -> None:
    assert place.call("build", "a.story", "--draft", "-q") == 0
    assert place.rows()[0]["path"] == "build/a/01-clip.animatic.mp4"
    place.buy(1)
    assert place.rows()[0]["path"] == "build/a/01-clip.mp4"
    assert place.rows("--provider", "animatic")[0]["path"] == "build/a/01-clip.animatic.mp4"


def test_what_is_not_there_is_an_error(place: Place) -> None:
    (row,) = place.rows(code=1)
    assert (row["path"], row["problems"]) == (None, ["is not built yet: run `storyc build`"])
    (row,) = place.rows("--provider", "segmind", code=1)
    assert row["problems"] == ["is not here: nothing was paid for, or `build` fetches it"]


def test_of_several_takes_the_one_that_keeps_the_plan_best_is_named(place: Place) -> None:
    place.write(3)
    place.buy(1, cuts=(60,))
    place.buy(2, cuts=(49,))
    place.buy(3, cuts=())
    rows = place.rows(code=1)
    assert [(row["take"], row["off"], row["best"]) for row in rows] == [
        (1, 0.5, False),
        (2, 0.042, True),
        (3, 1, False),
    ]
    assert place.call("verify", "a.story") == 1
    table = place.out.splitlines()[-4:]
    assert table == [
        "  take      cuts       off  errors",
        "     1    1 of 1    500 ms       1",
        "     2    1 of 1     42 ms       0  best",
        "     3    0 of 1   1000 ms       1",
    ]
    assert place.err == "error: 2 of 3 clips differ from their plan\n"
    assert [row["take"] for row in place.rows("--take", "2")] == [2]


def test_a_folder_of_another_build(place: Place) -> None:
    assert place.call("build", "a.story", "--draft", "-q", "--out", "other") == 0
    assert place.rows("--out", "other")[0]["path"] == "other/a/01-clip.animatic.mp4"


# ---- formats, and what is left ---------------------------------------------------------------------------------------


def test_text_is_as_wide_as_it_may_be(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.buy(1, cuts=(60, 96))
    for cells in (60, 80, 160):
        monkeypatch.setattr(terminal, "columns", lambda _, cells=cells: cells)
        assert place.call("verify", "a.story") == 1
        assert max(len(line) for line in place.out.splitlines() if "note" not in line) <= cells
    assert "\n  shot 2         2 s → 2.5 s       +500 ms  hard      change " in place.out


def test_markdown_and_junit(place: Place) -> None:
    place.buy(1, cuts=(60,))
    assert place.call("verify", "a.story", "--format", "markdown") == 1
    assert "| **error** | a.story clip 1, take 1 |" in place.out
    assert place.call("verify", "a.story", "--format", "junit", "-o", "v.xml") == 1
    case = ElementTree.parse(place.root / "v.xml").getroot().find("testsuite/testcase")
    assert case is not None
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("message") == "cuts to shot 2 at 2.5 s, 500 ms late for 2 s"


def test_what_was_measured_is_kept_while_nothing_changes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place.buy(1)
    first = place.rows()
    kept = path.with_suffix(".verify.json")
    assert hold(kept.read_text()) == "verify"
    seen = json.loads(kept.read_text())["clips"][0]
    assert seen | {"key": 0, "best": 0} == first[0] | {"key": 0, "best": 0}
    from storyboard.production.verify import measuring

    asked: list[Path] = []
    real = measuring.measure
    monkeypatch.setattr(measuring, "measure", lambda path, *more: asked.append(path) or real(path, *more))
    assert place.rows() == first
    assert asked == []
    place.rows("--tolerance", "100ms")
    place.buy(1, cuts=(49,))
    place.rows()
    assert len(asked) == 2


def test_nobodys_file_is_overwritten(place: Place) -> None:
    path = place.buy(1)
    beside = path.with_suffix(".verify.json")
    beside.write_text("mine")
    assert place.rows()[0]["ok"]
    assert "warning: `build/a/01-clip.verify.json` is there but storyc did not make it" in place.err
    assert beside.read_text() == "mine"
    assert Manifest(place.root).conflict(beside)


def test_pictures_beside_the_clip_and_elsewhere(place: Place) -> None:
    path = place.buy(1, cuts=(60, 96))
    assert place.call("verify", "a.story", "--pictures", "-q") == 1
    with Image.open(path.with_suffix(".verify.png")) as shown:
        assert shown.width == 1600
        assert shown.height > 500
    assert place.call("verify", "a.story", "--picture", "p.png", "-q") == 1
    assert (place.root / "p.png").read_bytes() == path.with_suffix(".verify.png").read_bytes()
    assert place.call("verify", "a.story", "--picture", "nowhere/p.png", "-q") == 1


# ---- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-"], "verify takes files and folders"),
        (["a.story", "--tolerance", "250"], "is no time such as `250ms` or `0.5s`"),
        (["a.story", "--tolerance", "9s"], "is longer than 5 s"),
        (["a.story", "--provider", "nobody"], "there is no provider `nobody`"),
        (["a.story", "--picture", "p.jpg"], "does not end in `.png`"),
        (["a.story", "b.story", "--picture", "p.png"], "shows one clip, and these are 2"),
        (["a.story", "--take", "9"], "there is no take 9"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(place: Place, words: list[str], said: str) -> None:
    (place.root / "b.story").write_text(STORY.format(takes=1))
    assert place.call("verify", *words) == 2
    assert said in place.err


def test_a_story_with_errors_is_reported_and_the_others_are_looked_at(place: Place) -> None:
    (place.root / "b.story").write_text("A lamp.\nShot 1 [0-3s] A hand.\nShot 2 [2-5s] A face.\n")
    place.buy(1)
    assert place.call("verify", ".", "--format", "json") == 1
    assert "SB201" in place.err
    assert [row["story"] for row in json.loads(place.out)["clips"]] == ["a.story"]


def test_nothing_heavy_is_loaded_before_a_clip_is_there(place: Place) -> None:
    words = "import sys; from storyboard.cli import run; code = run(['verify', 'a.story', '-q'])"
    words += "; assert not {'av', 'PIL', 'requests', 'sqlite3'} & set(sys.modules); sys.exit(code)"
    done = subprocess.run([sys.executable, "-c", words], check=False, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "is not built yet" in done.stdout


def test_without_the_extra_it_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from storyboard.production import build

    monkeypatch.setattr(build, "lacks_video", lambda: True)
    assert place.call("verify", "a.story") == 2
    assert install("video") in place.err
