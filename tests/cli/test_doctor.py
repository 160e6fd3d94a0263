"""`storyc doctor`: what is said of a machine and a project, and the exit code."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.cli import run
from storyboard.profiles import load
from storyboard.profiles.hosts import host
from storyboard.project.doctor import machine
from storyboard.project.doctor import project as parts
from storyboard.providers.keys import Key, NoKey
from storyboard.recall import keeping
from storyboard.system import mounts
from storyboard.system.extras import EXTRAS, install
from tests.conftest import CANARY
from tests.emulate.hosting import hosting

Doctor = Callable[..., dict[str, Any]]
PAID = ("--provider", "segmind")


@pytest.fixture
def doctor(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """The checks by name of a run whose exit code is as said, with the report under ``."""
    # Nobody's own keyring is asked.
    monkeypatch.setitem(sys.modules, "keyring", None)

    def call(*words: str, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert run(["doctor", "--format", "json", *words]) == code
        out, err = capsys.readouterr()
        assert err == ""
        report = json.loads(out)
        assert report["ok"] is (code == 0)
        return {each["name"]: each for each in report["checks"]} | {"": report}

    return call


def state(found: dict[str, Any], name: str) -> tuple[str, str]:
    return found[name]["state"], found[name]["found"]


def test_all_is_well_where_nothing_is_configured(doctor: Doctor, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    found = doctor()
    names = "python storyc video cjk keyring watch fonts config key store disk ledger clock".split()
    assert [found[name]["state"] for name in names if name not in ("cjk", "fonts", "keyring", "watch")] == ["ok"] * 9
    assert found["key"]["found"] == "from SEGMIND_API_KEY"
    assert found["config"]["found"] == str(folder / "storyc.toml")
    assert "balance" not in found
    assert sorted(folder.rglob("*")) == before
    settings = {each["key"]: each for each in found[""]["settings"]}
    assert settings["provider"] == {"key": "provider", "value": "animatic", "origin": "default"}
    assert settings["jobs"] == {"key": "jobs", "value": 4, "origin": "default"}


def test_records_are_counted_and_cleared(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "storyc" / "records"
    assert state(doctor(), "records") == ("ok", f"no answers were kept so far; they would lie in {folder}")
    for name in ("a", "b"):
        assert keeping.keep(name, (0, (), (), b"", (), b"", ()))
    assert state(doctor(), "records")[1].startswith(f"2 of 500 answers, 0.0 of 64 MB, in {folder}; the program's stamp")
    folder.chmod(0o755)
    assert state(doctor(), "records")[0] == "warning"
    folder.chmod(0o700)
    assert run(["doctor", "--clear-records"]) == 0
    assert capsys.readouterr().err == "deleted 2 records\n"
    assert list(folder.iterdir()) == []
    monkeypatch.setenv("STORYC_NO_CACHE", "1")
    assert state(doctor(), "records")[1].startswith("no answers are kept")


def test_settings_say_where_they_are_from(doctor: Doctor, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "storyc.toml").write_text("[caps]\nday = 12.5\nclips = 3\n[rules]\nignore = ['SB214']\n")
    monkeypatch.setenv("STORYC_OUT", "films")
    found = {each["key"]: (each["value"], each["origin"]) for each in doctor("--store", "books")[""]["settings"]}
    file = str(folder / "storyc.toml")
    assert found["caps.day"] == (12.5, file)
    assert found["caps.clips"] == (3, file)
    assert found["caps.month"] == (None, "default")
    assert found["rules.ignore"] == (["SB214"], file)
    assert found["out"] == ("films", "STORYC_OUT")
    assert found["store"] == ("books", "--store")


def test_the_key_matters_where_it_is_needed(doctor: Doctor, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEGMIND_API_KEY")
    assert state(doctor(), "key") == ("note", "there is no key for segmind")
    found = doctor(*PAID, code=2)
    assert found["key"]["state"] == "error"
    assert "put the key into SEGMIND_API_KEY" in found["key"]["help"]
    (folder / "storyc.toml").write_text('provider = "segmind"\n')
    assert doctor(code=2)["key"]["state"] == "error"
    key = folder / "key"
    key.write_text(CANARY)
    key.chmod(0o644)
    seen = doctor("--api-key-file", "key")["key"]
    assert (seen["state"], seen["found"]) == ("warning", "from --api-key-file key")
    assert "chmod 600" in seen["help"]
    key.unlink()


def test_a_configuration_that_cannot_be_used(doctor: Doctor, folder: Path) -> None:
    for text, said in (
        ("modle = 'x'", "`modle` is no setting of storyc: write `model`"),
        ("provider = 'segmnd'", "`segmnd`"),
        ("model = 'wan@segmind'", "there is no model `wan@segmind`"),
        ("[rules]\nignore = ['SB999']", "no rule is called `SB999`"),
        (f"# {CANARY}", "holds a service's key"),
    ):
        (folder / "storyc.toml").write_text(text)
        found = doctor(code=2)["config"]
        assert found["state"] == "error"
        assert said in found["found"] + found["help"]
    (folder / "storyc.toml").write_text("")
    assert "--store is empty" in doctor("--store", "", code=2)["config"]["found"]


def test_the_extra_that_pictures_need(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_version", lambda package: "" if package == "av" else "1")
    assert state(doctor(), "video") == ("warning", "not installed: av")
    for name in ("animatic", "segmind"):
        found = doctor("--provider", name, code=2)["video"]
        assert (found["state"], found["help"]) == ("error", f"for {EXTRAS['video'].purpose}: `{install('video')}`")


def test_an_extra_that_is_there_and_broken(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    found = doctor()["video"]
    assert found["state"] == "warning"
    assert found["found"].startswith("cannot be loaded: ")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells the file system")
def test_a_ledger_on_a_network(doctor: Doctor, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = folder / "mounts"
    table.write_text("nas:/ / nfs4 rw 0 0\n")
    monkeypatch.setattr(mounts, "TABLE", table)
    assert doctor()["disk"]["state"] == "warning"
    found = doctor(*PAID, code=2)["disk"]
    assert "`nfs4` is a network's file system" in found["found"]
    assert "--store" in found["help"]
    (folder / ".storyc").mkdir()
    (folder / ".storyc" / "ledger.db").touch()
    assert doctor(code=2)["disk"]["state"] == "error"
    table.write_text("x / ext4 rw 0 0\n")
    (folder / ".storyc" / "ledger.db").unlink()
    assert state(doctor(*PAID), "disk") == ("ok", "ext4")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_store_that_cannot_be_written(doctor: Doctor, folder: Path) -> None:
    (folder / "books").mkdir(mode=0o500)
    found = doctor(*PAID, "--store", "books", code=2)
    assert state(found, "store") == ("error", "`books`, cannot be written: Permission denied")


def test_a_store_that_is_a_file(doctor: Doctor, folder: Path) -> None:
    (folder / "books").touch()
    found = doctor(*PAID, "--store", "books", code=2)
    assert state(found, "store") == ("error", "`books`, cannot be written: Not a directory")


def test_a_ledger_that_cannot_be_read(doctor: Doctor, folder: Path) -> None:
    (folder / ".storyc").mkdir()
    (folder / ".storyc" / "ledger.db").write_bytes(b"no database" * 99)
    assert doctor()["ledger"]["state"] == "warning"
    assert doctor(*PAID, code=2)["ledger"]["state"] == "error"


@pytest.mark.parametrize("fault", ["", "403"])
def test_the_balance_is_asked_for_only_online(doctor: Doctor, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    with hosting(credits=12_500_000, key=CANARY if not fault else "SG_" + "0" * 16) as client:
        monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", client.url)
        assert "balance" not in doctor(*PAID)
        assert client.book()["requests_seen"] == 0
        found = doctor(*PAID, "--online", code=2 if fault else 0)
    if fault:
        assert found["balance"]["state"] == "error"
        assert found["balance"]["help"] == "look at the key"
    else:
        assert state(found, "balance") == ("ok", "12.5 USD")
        assert ", the host's within " in found["clock"]["found"]


def test_a_host_that_does_not_answer(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", "http://127.0.0.1:9")
    found = doctor("--online", code=2)
    assert state(found, "balance") == ("error", "`127.0.0.1` takes no connection")
    monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", "http://example.com")
    found = doctor("--online", code=2)
    assert found["balance"]["found"].startswith("cannot be asked: STORYC_SEGMIND_BASE_URL")
    monkeypatch.delenv("SEGMIND_API_KEY")
    monkeypatch.delenv("STORYC_SEGMIND_BASE_URL")
    assert state(doctor("--online", code=2), "balance")[1] == "cannot be asked: there is no key for segmind"


def test_clocks_that_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    assert machine.clock(tmp_path, "2026-01-01", now).state == "ok"
    assert machine.clock(tmp_path / "none", "2026-01-01").state == "ok"
    late = machine.clock(tmp_path, "2026-01-01", now - timedelta(minutes=10))
    assert (late.state, late.found.partition(", ")[2]) == ("warning", "and the host's clock is 600 s behind")
    assert "before 2999-01-01" in machine.clock(tmp_path, "2999-01-01").found
    before = machine.time.time
    monkeypatch.setattr(machine.time, "time", lambda: before() - 30)
    assert machine.clock(tmp_path, "2026-01-01").found.endswith(", and a new file's time is 30 s ahead")


def test_facts_grow_old() -> None:
    told = host("segmind")
    fact, checked = parts.oldest(told)
    assert parts.host(told, checked + timedelta(days=180)).state == "ok"
    old = parts.host(told, checked + timedelta(days=181))
    assert (old.state, old.found) == ("warning", f"the oldest fact, `{fact}`, was checked 181 days ago")


def test_what_is_said_of_models() -> None:
    profile = load("wan-2.6-t2v@segmind", None)
    day = parts.latest(profile)

    def said(state: str, more: int = 0, **status: Any) -> tuple[str, str, str]:
        changed = msgspec.structs.replace(profile.status, **{"state": state, "why": "", "successor": None, **status})
        check = parts._model(msgspec.structs.replace(profile, status=changed), "error", day + timedelta(days=more))
        return check.state, check.found, check.help

    assert said("ok")[0] == "ok"
    assert said("at-risk", why="it is not listed")[:2] == ("warning", "at risk: it is not listed")
    assert said("withdrawn", successor="wan-3@segmind") == ("error", "withdrawn", "write `wan-3@segmind`")
    assert said("ok", 400)[0] == "warning"
    assert date.today() >= day


def test_the_key_itself_is_never_in_a_check() -> None:
    assert CANARY not in repr(parts.key(lambda: Key(CANARY, "a place"), True))

    def none() -> Key:
        raise NoKey("SEGMIND_API_KEY holds 2 lines, but a key is one: leave the key alone in it")

    assert parts.key(none, False).found == "SEGMIND_API_KEY holds 2 lines, but a key is one"
    assert parts.key(none, True).help == "leave the key alone in it"


def test_as_text(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEGMIND_API_KEY")
    monkeypatch.setitem(sys.modules, "keyring", None)
    (folder / "storyc.toml").write_text('out = "films"\n')
    assert run(["doctor", *PAID, "--color", "never"]) == 2
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert lines[0].startswith("ok       python ")
    at = next(number for number, line in enumerate(lines) if line.startswith("error    key "))
    assert lines[at + 1].strip().startswith("help: put the key into SEGMIND_API_KEY")
    assert re.search(rf'^out +"films" +{re.escape(str(folder / "storyc.toml"))}$', out, re.MULTILINE)
    assert run(["doctor", "--color", "always"]) == 0
    assert "\x1b[38;5;28mok" in capsys.readouterr().out
    assert run(["doctor", "-o", "doctor.txt"]) == 0
    assert "\x1b" not in (folder / "doctor.txt").read_text()


def test_whether_dialogue_is_heard_is_said(doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert state(doctor(), "voice") == ("note", "without `espeak-ng` the dialogue of drawn films is silent")
    program = tmp_path / ("espeak-ng.exe" if os.name == "nt" else "espeak-ng")
    program.touch(0o755)
    assert state(doctor(), "voice")[0] == "ok"
