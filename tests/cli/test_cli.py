"""The command line as its users meet it: exit codes, what goes to stdout, what to stderr."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.cli import exits, run
from storyboard.cli.program import commands
from tests.cli.stories import BAD, GOOD

ROOT = Path(__file__).resolve().parent.parent.parent


Captured = pytest.CaptureFixture[str]


def test_a_clean_story_is_one_line_of_talk(folder: Path, capsys: Captured) -> None:
    assert run(["check", "good.story"]) == 0
    assert capsys.readouterr() == ("", "ok: 1 story, 1 clip, 5 s, 0.625 USD\n")


def test_quiet_says_nothing_of_a_clean_story(folder: Path, capsys: Captured) -> None:
    assert run(["check", "-q", "good.story"]) == 0
    assert capsys.readouterr() == ("", "")


def test_errors_are_data_and_exit_1(folder: Path, capsys: Captured) -> None:
    assert run(["check", "bad.story"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("error[SB201] shot-overlap: ")
    assert "┌─ bad.story:3:" in out
    assert err == ""


def test_json_is_an_array(folder: Path, capsys: Captured) -> None:
    assert run(["check", "--format", "json", "good.story"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert run(["check", "--format", "json", "."]) == 1
    assert {found["path"] for found in json.loads(capsys.readouterr().out)} == {"bad.story"}


def test_one_bad_story_stops_no_other(folder: Path, capsys: Captured) -> None:
    assert run(["render", "."]) == 1
    out, err = capsys.readouterr()
    assert [request["story"] for request in json.loads(out)] == ["good.story"]
    assert "error[SB201]" in err


@pytest.mark.parametrize("form", ["text", "json"])
def test_one_bad_profile_stops_no_other(folder: Path, capsys: Captured, form: str) -> None:
    assert run(["models", "--format", form]) == 0
    listed = capsys.readouterr().out
    (folder / "profiles").mkdir()
    (folder / "profiles" / "mine@segmind.yaml").write_text("schema: storyc.profile/1\nid: other@segmind\n")
    (folder / "profiles" / "zeta@segmind.yaml").write_text(": : :\n")
    assert run(["models", "--format", form]) == 2
    out, err = capsys.readouterr()
    assert out == listed
    assert [line.partition(":")[0] for line in err.splitlines()] == ["error", "error"]
    assert "profiles/mine@segmind.yaml" in err
    assert "profiles/zeta@segmind.yaml" in err


def test_render_has_the_documented_form(folder: Path, capsys: Captured) -> None:
    assert run(["render", "good.story"]) == 0
    (request,) = json.loads(capsys.readouterr().out)
    assert list(request) == [
        "schema",
        "story",
        "clip",
        "variant",
        "take",
        "profile",
        "request",
        "request_sha256",
        "shots",
        "price_usd",
        "source",
    ]
    assert request["schema"] == "storyc.request/1"
    assert [(shot["number"], shot["start"], shot["end"]) for shot in request["shots"]] == [(1, 0, 2), (2, 2, 5)]
    assert request["price_usd"] == 0.625
    assert request["request"]["multi_shots"] is True
    assert request["request"]["enable_prompt_expansion"] is True


def test_prompts_are_named_where_there_are_several(folder: Path, capsys: Captured) -> None:
    run(["render", "--format", "prompt", "good.story"])
    single = capsys.readouterr().out
    assert "==>" not in single
    (folder / "two.story").write_text(GOOD)
    run(["render", "--format", "prompt", "good.story", "two.story"])
    several = capsys.readouterr().out
    assert several == f"==> good.story, clip 1 <==\n{single}\n==> two.story, clip 1 <==\n{single}"


@pytest.mark.skipif(shutil.which("bash") is None, reason="the calls are for a shell")
def test_curl_calls_send_the_request_as_it_is(folder: Path, capsys: Captured) -> None:
    story = 'It\'s "quoted" `id` $HOME \\ !\nShot 1 [0-2s] A.\nSTORYC\nShot 2 [2-5s] B.\n'
    (folder / "good.story").write_text(story)
    assert run(["render", "good.story"]) == 0
    (request,) = json.loads(capsys.readouterr().out)
    assert run(["render", "--format", "curl", "good.story"]) == 0
    script = capsys.readouterr().out
    curl = folder / "curl"
    curl.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > arguments\ncat > body\n')
    curl.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "SEGMIND_API_KEY": "a key"}
    subprocess.run(["bash", "-e", "-c", script], env=environment, check=True)
    assert json.loads((folder / "body").read_text()) == request["request"]
    arguments = (folder / "arguments").read_text().splitlines()
    assert "x-api-key: a key" in arguments
    assert "--globoff" in arguments  # else a profile's `url` with `[1-9]` would be nine generations
    assert "https://api.segmind.com/v1/wan-2.6-t2v" in arguments


def test_export_writes_a_story_whatever_else_is_wrong(folder: Path, capsys: Captured) -> None:
    assert run(["export", "bad.story"]) == 0
    out, err = capsys.readouterr()
    story = json.loads(out)
    assert story["schema"] == "storyc.story/1"
    assert [shot["text"] for shot in story["clips"][0]["shots"]] == ["A hand strikes a match.", "A face in its light."]
    assert "1 error" in err


def test_export_takes_one_story(folder: Path, capsys: Captured) -> None:
    assert run(["export", "."]) == 2
    assert "holds 2" in capsys.readouterr().err


def test_output_replaces_the_named_file_whole(folder: Path, capsys: Captured) -> None:
    (folder / "out.json").write_text("old")
    assert run(["render", "good.story", "-o", "out.json"]) == 0
    assert capsys.readouterr() == ("", "wrote out.json: 1 request\n")
    assert len(json.loads((folder / "out.json").read_text())) == 1
    assert sorted(place.name for place in folder.iterdir()) == [
        "bad.story",
        "good.story",
        "out.json",
        "storyc.toml",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "none.story"], "no file or folder `none.story`"),
        (["check", "empty"], "no .story file below `empty`"),
        (["check"], "PATH"),
        (["chek", "good.story"], "did you mean `check`"),
        (["check", "--fromat", "json", "good.story"], "--format"),
        (["check", "--format", "xml", "good.story"], "--format: `xml` is not one of `text`"),
        (["check", "Good.story"], "did you mean `good.story`?"),
        (["good.story"], "did you mean `storyc check good.story`?"),
        (["check", "--set", "plase=the sea", "vars.story"], "no variable `plase`: did you mean `place`?"),
        (["version"], "did you mean `--version`?"),
        (["new"], "did you mean `init DIR`?"),
        (["ledger", "lst"], "no command is called `lst`; did you mean `list`?"),
        (["build", "good.story", "-o", "a.mp4"], "no option `-o`; did you mean `--out`?"),
        (["build", "good.story", "--size", "720*1280"], "no option `--size`: write `size: …` in the story"),
        (["check", "--fix=yes", "good.story"], "`--fix` takes no value"),
        (["check", "good.story", "--take"], "`--take` needs a value"),
        (["check", "--take", "x", "good.story"], "--take: `x` is not a number"),
        (["build", "--jobs", "99", "good.story"], "--jobs: 99 is not a number from 1 to 64"),
        (["explain", "shot", "overlap"], "`overlap` is more than this command takes"),
        (["init", "good.story"], "DIR: `good.story` is a file"),
        (["import", "empty"], "`empty` is a folder"),
        (["check", "--set", "name", "good.story"], "`--set name`"),
        (["check", "-o", "none/out", "good.story"], "`none/out`"),
        (["check", "--ignore", "shot-overlap", "bad.story"], "shot-overlap"),
        (["check", "--ignore", "SB201", "bad.story"], "SB201"),
        (["check", "--ignore", "speech-too-lnog", "good.story"], "speech-too-long"),
        (["check", "--model", "wan-2.6-t2v@segmnid", "good.story"], "wan-2.6-t2v@segmind"),
        (["explain", "SB999"], "SB999"),
        (["explain", "shot-overlpa"], "shot-overlap"),
        (["models", "wan-2.6-t2v@segmnid"], "wan-2.6-t2v@segmind"),
        (["help", "exit-code"], "exit-codes"),
    ],
)
def test_a_wrong_command_line_is_one_clear_line(folder: Path, capsys: Captured, words: list[str], said: str) -> None:
    (folder / "empty").mkdir()
    (folder / "vars.story").write_text("vars: {place: a quay}\nShot 1 [0-5s] A lamp on {{ place }}.\n")
    assert run(words) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert said in err
    assert "Traceback" not in err


def test_a_broken_configuration_is_one_clear_line(folder: Path, capsys: Captured) -> None:
    (folder / "storyc.toml").write_text("modle = 'x'\n")
    assert run(["check", "good.story"]) == 2
    err = capsys.readouterr().err
    assert "modle" in err
    assert "model" in err.replace("modle", "")


def test_a_missing_path_stops_no_other(folder: Path, capsys: Captured) -> None:
    assert run(["check", "none.story", "good.story"]) == 2
    assert "ok: 1 story" in capsys.readouterr().err
    assert run(["check", "none.story", "bad.story"]) == 1


def test_strict_makes_warnings_errors(folder: Path, capsys: Captured) -> None:
    (folder / "good.story").write_text(GOOD.replace("2-5s", "2-4s"))
    assert run(["check", "good.story"]) == 0
    assert "warning[" in capsys.readouterr().out
    assert run(["check", "--strict", "good.story"]) == 1
    assert "warning[" not in capsys.readouterr().out


def test_ignore_silences_a_rule(folder: Path, capsys: Captured) -> None:
    (folder / "good.story").write_text(GOOD.replace("2-5s", "2-4s"))
    for word in ("SB206", "unplanned-seconds", "SB2"):
        assert run(["check", "--ignore", word, "good.story"]) == 0
        assert capsys.readouterr().out == ""


def test_stdin_is_a_story(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    assert run(["check", "--format", "concise", "-"]) == 1
    assert capsys.readouterr().out.startswith("-:3:")


def test_paths_are_relative_to_the_project(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = folder / "act one"
    inner.mkdir()
    (inner / "bad.story").write_text(BAD)
    monkeypatch.chdir(inner)
    assert run(["check", "--format", "concise", "bad.story", "./bad.story"]) == 1
    assert capsys.readouterr().out.splitlines()[0].startswith("act one/bad.story:3:")


def test_stories_of_two_projects_are_told_apart(folder: Path, capsys: Captured) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "storyc.toml").write_text("")
        (folder / name / "bad.story").write_text(BAD)
    assert run(["check", "--format", "concise", "a", "b"]) == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["a/bad.story", "b/bad.story"]


def test_help_is_there_for_every_command(capsys: Captured) -> None:
    for words in (
        ["-h"],
        ["help"],
        ["--help"],
        *([about.name, "-h"] for about in commands()),
        *(["help", about.name] for about in commands()),
    ):
        assert run(words) == 0
        assert "Usage: storyc" in capsys.readouterr().out


def test_exit_codes_are_listed(capsys: Captured) -> None:
    assert run(["help", "exit-codes"]) == 0
    out = capsys.readouterr().out
    assert all(f"{code:>4}  {meaning}" in out for code, meaning in exits.MEANINGS.items())


def test_pictures_music_and_sound_are_topics_of_help(capsys: Captured) -> None:
    for topic, line in (("pictures", "frames: boards"), ("music", "audio: "), ("sound", "espeak-ng")):
        assert run(["help", topic]) == 0
        assert line in capsys.readouterr().out


def test_the_worst_exit_code_wins() -> None:
    assert exits.worst(()) == 0
    assert exits.worst((0, 2, 10, 1)) == 1
    assert exits.worst((3, 70, 7)) == 70
    assert set(exits.PRECEDENCE) | {0} == set(exits.MEANINGS)


def test_a_bug_is_one_line_and_70(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the lamp went out")

    monkeypatch.setattr("storyboard.cli.checking.checked_stories", fail)
    assert run(["check", "good.story"]) == 70
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "the lamp went out" in err
    monkeypatch.setenv("STORYC_TRACEBACK", "1")
    assert run(["check", "good.story"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_130(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("storyboard.cli.checking.checked_stories", interrupt)
    assert run(["check", "good.story"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_colour_only_where_asked_for(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    run(["check", "bad.story"])
    assert "\x1b[" not in capsys.readouterr().out
    run(["check", "--color", "always", "bad.story"])
    assert "\x1b[" in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    run(["check", "bad.story"])
    assert "\x1b[" not in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="a pipe that closes is a matter of POSIX")
def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    (folder / "many.story").write_text("".join(f"# Clip {n}\n{GOOD}" for n in range(200)))
    program = [sys.executable, "-m", "storyboard", "render", "many.story"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_path_that_is_not_utf8_is_said_and_stops_no_other(folder: Path, capsys: Captured) -> None:
    with open(os.fsencode(folder) + b"/b\xffd.story", "wb") as stream:
        stream.write(GOOD.encode())
    (folder / "bad.story").unlink()
    assert run(["check", "."]) == 2
    err = capsys.readouterr().err
    assert "is not UTF-8" in err
    assert "ok: 1 story" in err


def test_a_variable_that_only_the_text_names_is_given(folder: Path, capsys: Captured) -> None:
    (folder / "vars.story").write_text("vars: {times: one}\nShot 1 [0-5s] A lamp, {{ times }}, {{ time }}.\n")
    assert run(["check", "--set", "time=noon", "vars.story"]) == 0
    assert capsys.readouterr().err == "ok: 1 story, 1 clip, 5 s, 0.625 USD\n"


def test_subtitles_of_a_film_without_speech_are_said_to_be_none(folder: Path, capsys: Captured) -> None:
    (folder / "mute.story").write_text("Shot 1 [0-5s] A lamp.\n")
    assert run(["export", "--format", "vtt", "mute.story"]) == 0
    assert capsys.readouterr().err == "note: nobody speaks in `mute.story`, so there are no subtitles\n"
