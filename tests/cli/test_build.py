"""`storyc build` as its users meet it: what is said where, exit codes, and what a signal leaves behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from storyboard.cli import progress, run
from storyboard.production import build, records
from storyboard.system.extras import install

ROOT = Path(__file__).resolve().parent.parent.parent
Captured = pytest.CaptureFixture[str]


def test_the_film_is_the_only_line_on_stdout(folder: Path, capsys: Captured) -> None:
    assert run(["build", "--draft", "good.story"]) == 0
    out, err = capsys.readouterr()
    film = str(Path("build") / "good.animatic.mp4")
    assert out == f"{film}\n"
    clip = Path("build") / "good" / "01-clip.animatic.mp4"
    assert err.splitlines() == [
        "drawing `good.story` clip 1",
        f"drawn  {clip} (5 s)",
        f"joined {film} (5 s)",
        "ok: 1 clip, 5 s, 1 drawn, 1 film",
    ]
    assert (folder / film).stat().st_size > 10_000

    assert run(["build", "--draft", "-q", "good.story"]) == 0
    assert capsys.readouterr() == (f"{film}\n", "")


def test_one_bad_story_stops_no_other(folder: Path, capsys: Captured) -> None:
    assert run(["build", "--draft", ".", "--report", "r.json", "--out", "elsewhere"]) == 1
    out, err = capsys.readouterr()
    assert out == f"{Path('elsewhere') / 'good.animatic.mp4'}\n"
    assert "error[SB201]" in err
    report = json.loads((folder / "r.json").read_bytes())
    assert report["stories"] == [{"story": "bad.story", "state": "failed", "reason": "it has errors"}]
    assert [(row["story"], row["state"]) for row in report["clips"]] == [("good.story", "done")]
    assert report["films"][0]["path"] == "elsewhere/good.animatic.mp4"


def test_somebodys_file_is_named_and_exit_2(folder: Path, capsys: Captured) -> None:
    mine = folder / "build" / "good" / "01-clip.prompt.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    assert run(["build", "--draft", "good.story"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "`build/good/01-clip.prompt.txt` is there but storyc did not make it" in err
    assert mine.read_text() == "mine"


def test_without_the_extra_texts_are_written_and_the_extra_is_named(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "lacks_video", lambda: True)
    assert run(["build", "good.story"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert install("video") in err.splitlines()[-1]
    names = sorted(path.name for path in (folder / "build" / "good").iterdir())
    assert names == ["01-clip.prompt.txt", "01-clip.request.json"]


def test_a_core_install_imports_no_video_package(folder: Path) -> None:
    code = "import sys\nfor name in ('av', 'PIL'): sys.modules[name] = None\nfrom storyboard.cli import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "good.story"],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"error: the films need the extra `video`: {install('video')}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-"], "build takes files and folders"),
        (["good.story", "--provider", "animatik"], "--provider: there is no provider `animatik`: known are `animatic`"),
        (["good.story", "--report", "r.txt"], "`--report r.txt` ends neither in `.json` nor in `.xml`"),
        (["good.story", "--only", "7"], "`good.story`: no clip `7`: this story has "),
        (["good.story", "--variant", "tall"], "no variant `tall`"),
        (["nowhere.story"], "there is no file or folder `nowhere.story`"),
    ],
)
def test_a_wrong_command_line_builds_nothing(folder: Path, capsys: Captured, words: list[str], said: str) -> None:
    assert run(["build", *words]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "build").exists()


def test_a_list_that_cannot_be_read_is_said(folder: Path, capsys: Captured) -> None:
    (folder / ".storyc").mkdir()
    (folder / ".storyc" / "files.json").write_text("{")
    assert run(["build", "--draft", "good.story"]) == 2
    assert "`.storyc/files.json` cannot be read" in capsys.readouterr().err


def test_the_configuration_names_folder_and_jobs(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "storyc.toml").write_text('out = "films"\njobs = 3\nprovider = "animatic"\n')
    seen: list[records.BuildSettings] = []

    def stub(films: object, settings: records.BuildSettings, *_: object, **__: object) -> tuple[()]:
        seen.append(settings)
        return ()

    monkeypatch.setattr(build, "build", stub)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    assert run(["build", "../good.story"]) == 0
    assert run(["build", "../good.story", "--jobs", "2", "--out", "here", "--draft"]) == 0
    assert seen == [
        records.BuildSettings(folder, folder / "films", 3, False, 3),
        records.BuildSettings(folder, folder / "deep" / "here", 2, True, 2),
    ]
    # Each process that draws takes a hundred megabytes, and more than there are cores draw no faster.
    assert run(["build", "../good.story", "--jobs", "32"]) == 0
    assert seen[-1].drawn == 4


def test_a_heartbeat_is_said_where_there_is_no_terminal(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "HEARTBEAT", 0.0)
    talk = progress.Talk(quiet=False)
    talk.lengths = {("a.story", "", 1, 0): 5000, ("a.story", "", 2, 0): 15000}
    talk.tell(build.Step("progress", "a.story", "", 2, done=1, total=2))
    assert capsys.readouterr().err == "still drawing: 0 of 2 clips, 38 %\n"


# ---- signals -----------------------------------------------------------------------------------------------------


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    (folder / "long.story").write_text("".join(f"# Clip {n}\nShot 1 [0-15s] A lamp.\n" for n in range(1, 5)))
    process = subprocess.Popen(
        [sys.executable, "-m", "storyboard", "build", "long.story", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("drawing ")
    return process


def gone(process: subprocess.Popen[str]) -> None:
    """Wait until nobody whom the process has started draws any more."""
    until = time.monotonic() + 60
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(process.pid, 0)
            time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to a group")
@pytest.mark.parametrize("group", [True, False], ids=["as a terminal does", "to the program alone"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_no_half_file(folder: Path, number: signal.Signals, code: int, group: bool) -> None:
    process = started(folder)
    (os.killpg if group else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in err
    assert not list(folder.rglob(".storyc-*"))
    record = json.loads((folder / ".storyc" / "files.json").read_bytes())
    made = {path.relative_to(folder).as_posix() for path in (folder / "build").rglob("*") if path.is_file()}
    assert set(record["files"]) == made
    assert record["intents"] == {}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_after_a_kill_the_next_build_sweeps_and_goes_on(folder: Path) -> None:
    process = started(folder, "--draft")
    process.kill()
    process.communicate(timeout=60)
    gone(process)
    again = [sys.executable, "-m", "storyboard", "build", "--draft", "long.story"]
    done = subprocess.run(
        again, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, str(Path("build") / "long.animatic.mp4")), done.stderr
    assert not list(folder.rglob(".storyc-*"))
