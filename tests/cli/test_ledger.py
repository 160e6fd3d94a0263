"""`storyc ledger` over real books, and a real host on loopback."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits, run
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.request import Request
from storyboard.config import Config
from storyboard.ledger import HostPlace, Ledger, open_ledger
from storyboard.ledger.records import PriorLook
from storyboard.providers import registry
from storyboard.source import MemoryFiles
from storyboard.store import open_store
from storyboard.system import secrets
from tests.emulate.hosting import KEY, Client, hosting
from tests.ledger.making import held
from tests.plan.buying import bought

Captured = pytest.CaptureFixture[str]
STORY = "---\ntitle: Lamps\n---\n# One\nShot 1 [0-5s] A hand.\n# Two\nShot 1 [0-10s] A street.\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, the working folder, and no key."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyc.toml").write_text("")
    for name in ("SEGMIND_API_KEY", "STORYC_SEGMIND_BASE_URL", "STORYC_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(secrets, "_live", ())
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    return tmp_path


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A host that the environment names, with a key."""
    with hosting() as client:
        monkeypatch.setenv("SEGMIND_API_KEY", KEY)
        monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", client.url)
        yield client


def requests(text: str = STORY, path: str = "films/lamps.story") -> tuple[Request, ...]:
    return compile_story(MemoryFiles({path: text.encode()}), path, Config(), Options()).requests


def opened(**more: Any) -> Ledger:
    """The ledger, for the place at which jobs run now."""
    place = registry.place("segmind", os.environ)
    assert isinstance(place, HostPlace)
    return open_ledger(Path(".storyc/rehearsal" if place.rehearsal else ".storyc"), place=place, **more)


def buy(upto: str, *, request: Request | None = None, sha256: str = "ab" * 32, unknown: bool = False) -> str:
    ledger = opened()
    id = bought(ledger, request or requests()[0], upto, sha256=sha256)
    if unknown:
        ledger.unknown(id, "no answer came in 900 s")
    ledger.close()
    return id


def keep(data: bytes) -> str:
    """The hash of bytes that the store has."""
    store = open_store(Path(".storyc/store"), "a-test", lambda owner: True)
    incoming = store.receive()
    incoming.write(data)
    return store.keep(incoming).sha256


def state(id: str) -> tuple[str, int, int]:
    ledger: Ledger = opened()
    attempt = ledger.attempt(id)
    ledger.close()
    assert attempt is not None
    return attempt.state, attempt.held, attempt.spent


def said(capsys: Captured) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_an_empty_ledger_is_a_line_of_talk_and_is_not_made(project: Path, capsys: Captured) -> None:
    assert run(["ledger", "list"]) == 0
    assert said(capsys) == "no attempts: nothing was sent to a host\n"
    assert run(["ledger", "list", "--format", "json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert run(["ledger", "audit"]) == 0
    assert run(["ledger", "show", "a"]) == exits.USAGE
    assert run(["ledger", "resolve", "a", "--lost"]) == exits.USAGE
    assert not (project / ".storyc").exists()


def test_list_has_a_line_an_attempt(capsys: Captured) -> None:
    one = buy("published")
    two = buy("sending", request=requests()[1], unknown=True)
    assert run(["ledger", "list"]) == 0
    out, err = capsys.readouterr()
    heads, first, second = out.splitlines()
    assert heads.split() == ["id", "created", "(UTC)", "story", "clip", "title", "state", "held", "spent", "note"]
    assert (first.split()[0], first.split()[3:]) == (
        one,
        ["films/lamps.story", "1", "One", "published", "0", "0.6"],
    )
    assert second.split()[0] == two
    assert "unknown    1.25      0  no answer came in 900 s" in second
    assert err == "2 attempts, 0.6 USD spent, 1.25 USD held\n"


def test_list_and_show_say_what_was_rehearsed(capsys: Captured, monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    paid = buy("published")
    monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", "http://127.0.0.1:9")
    tried = buy("published")
    assert run(["ledger", "list"]) == 0
    out, err = capsys.readouterr()
    assert (tried in out, paid in out) == (True, False)
    assert err == (
        "note: this is a rehearsal at http://127.0.0.1:9, which stands for `segmind`: nothing is billed, and its books "
        "are in `.storyc/rehearsal`\n1 attempt, 0.6 USD spent in rehearsals on this machine\n"
    )
    assert run(["ledger", "show", paid]) == exits.USAGE
    assert run(["ledger", "show", tried]) == 0
    assert "where     this machine, a rehearsal\n" in capsys.readouterr().out
    assert run(["doctor"]) in (0, 1)
    assert "1 attempt, 0.6 USD spent in rehearsals on this machine\n" in capsys.readouterr().out
    monkeypatch.delenv("STORYC_SEGMIND_BASE_URL")
    assert run(["ledger", "list", "--since", "2100-01-01"]) == 0
    apart = (
        "note: rehearsals have books of their own in `.storyc/rehearsal`: `storyc ledger list --rehearsal` shows them\n"
    )
    assert said(capsys) == f"{apart}no attempt matches; the ledger has 1 attempt\n"
    assert run(["ledger", "list"]) == 0
    assert capsys.readouterr().err == f"{apart}1 attempt, 0.6 USD spent\n"
    assert run(["ledger", "show", paid]) == 0
    assert "where     api.segmind.com\n" in capsys.readouterr().out


def test_list_selects_and_sums(project: Path, capsys: Captured) -> None:
    buy("published")
    buy("accepted", request=requests(path="other.story")[1])
    for words, stories in (
        (["films"], ["films/lamps.story"]),
        (["films/lamps.story"], ["films/lamps.story"]),
        (["./other.story"], ["other.story"]),
        (["film"], []),
        (["."], ["films/lamps.story", "other.story"]),
        (["--since", "2020-01-01"], ["films/lamps.story", "other.story"]),
        (["--since", "2199-01-01T00:00+02:00"], []),
    ):
        assert run(["ledger", "list", "--format", "json", *words]) == 0
        assert [row["story"] for row in json.loads(capsys.readouterr().out)] == stories
    assert run(["ledger", "list", "--sum"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["published", "1", "0", "0.6"],
        ["accepted", "1", "1.25", "0"],
        ["all", "2", "1.25", "0.6"],
    ]
    assert run(["ledger", "list", "--sum", "--format", "json"]) == 0
    sums = json.loads(capsys.readouterr().out)
    assert (sums["attempts"], sums["spent_usd"], sums["states"]["accepted"]["held_usd"]) == (2, 0.6, 1.25)
    assert run(["ledger", "list", "--since", "yesterday"]) == exits.USAGE
    assert "`--since yesterday` is no date" in said(capsys)
    assert run(["ledger", "list", "/"]) == exits.USAGE
    assert "lies outside the project" in said(capsys)


def test_json_has_the_documented_form(capsys: Captured) -> None:
    id = buy("sending", unknown=True)
    assert run(["ledger", "list", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    created = row.pop("created")
    assert created.endswith("Z")
    assert row == {
        "schema": "storyc.attempt/1",
        "id": id,
        "story": "films/lamps.story",
        "clip": {"index": 1, "title": "One", "slug": "one"},
        "variant": "",
        "take": 1,
        "state": "unknown",
        "seed": requests()[0].fields["seed"],
        "request_id": None,
        "price_usd": 0.625,
        "held_usd": 0.625,
        "spent_usd": 0,
        "cost_known": True,
        "consent": None,
        "note": "no answer came in 900 s",
        "host_deletes": None,
    }


def test_show_tells_all_by_the_start_of_an_id(capsys: Captured) -> None:
    id = buy("published")
    assert run(["ledger", "show", id[:6]]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        f"{id}\n  story     films/lamps.story\n  clip      1: One, take 1, 5 s\n  state     published\n"
    )
    states = [line.split()[2] for line in out.split("\n\n")[1].splitlines()]
    assert states == ["reserved", "sending", "accepted", "stored", "recorded", "published"]
    assert run(["ledger", "show", id, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["request"] == requests()[0].fields
    assert [event["after"] for event in shown["events"]] == states
    assert run(["ledger", "show", "nothing"]) == exits.USAGE
    assert "no attempt in `.storyc` begins with `nothing`" in said(capsys)


def test_a_start_that_several_ids_have_is_refused(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    names = iter(["samea", "sameb"])
    ledger = opened()
    monkeypatch.setattr(ledger, "_name", lambda: next(names))
    for request in requests():
        ledger.unknown(bought(ledger, request, "sending"), "lost")
    ledger.close()
    assert run(["ledger", "resolve", "same", "--not-billed"]) == exits.USAGE
    assert "2 attempts begin with `same`" in said(capsys)
    assert run(["ledger", "resolve", "sameb", "--not-billed", "--no-look"]) == 0
    assert (state("samea")[0], state("sameb")[0]) == ("unknown", "void")


def test_not_billed_frees_the_hold_and_says_the_risk(capsys: Captured) -> None:
    id = buy("sending", unknown=True)
    assert run(["ledger", "resolve", id, "--not-billed", "--no-look"]) == 0
    assert said(capsys) == (
        f"attempt `{id}` frees a hold of 0.625 USD; if the host did bill it, the next build pays a second time\n"
    )
    assert state(id) == ("void", 0, 0)


def test_lost_counts_as_spent(capsys: Captured) -> None:
    id = buy("sending", unknown=True)
    assert run(["ledger", "resolve", id, "--lost", "--no-look"]) == 0
    assert "counts 0.625 USD as spent for nothing; the next build pays again" in said(capsys)
    assert state(id) == ("void", 0, 625_000)


def test_what_a_dead_owner_was_sending_is_unknown_and_can_be_settled(capsys: Captured) -> None:
    id = buy("sending")
    assert run(["ledger", "resolve", id, "--not-billed", "--no-look"]) == 0
    assert state(id)[0] == "void"


def test_nothing_is_settled_while_its_owner_lives(capsys: Captured) -> None:
    ledger = opened()
    id = bought(ledger, requests()[0], "sending")
    assert run(["ledger", "resolve", id, "--not-billed"]) == exits.USAGE
    assert "belongs to a storyc that still runs" in said(capsys)
    assert ledger.attempt(id).state == "sending"  # pyright: ignore[reportOptionalMemberAccess]
    ledger.close()


@pytest.mark.parametrize("upto", ["accepted", "published"])
@pytest.mark.parametrize("words", [["--not-billed"], ["--attach", "x"]])
def test_only_the_unknown_is_settled(capsys: Captured, upto: str, words: list[str]) -> None:
    id = buy(upto)
    before = state(id)
    assert run(["ledger", "resolve", id, *words]) == exits.USAGE
    assert f"is {upto}, and `{words[0]}` settles only what is unknown" in said(capsys)
    assert state(id) == before


@pytest.mark.parametrize("words", [[], ["--lost", "--not-billed"], ["--lost", "--attach", "x"]])
def test_one_way_of_settling_is_said(capsys: Captured, words: list[str]) -> None:
    id = buy("sending", unknown=True)
    assert run(["ledger", "resolve", id, *words]) == exits.USAGE
    assert "say one of" in said(capsys)
    assert state(id)[0] == "unknown"


def test_a_stored_clip_is_lost_only_where_the_store_lacks_it(capsys: Captured) -> None:
    there = buy("published", sha256=keep(b"a clip"))
    gone = buy("published", request=requests()[1])
    assert run(["ledger", "resolve", there, "--lost"]) == exits.USAGE
    assert "its clip lies in the store" in said(capsys)
    assert run(["ledger", "resolve", gone, "--lost", "--no-look"]) == 0
    assert "counts 0.6 USD as spent for nothing" in said(capsys)
    assert state(gone) == ("void", 0, 600_000)


def test_without_a_key_the_host_is_not_asked(capsys: Captured) -> None:
    id = buy("sending", unknown=True)
    assert run(["ledger", "resolve", id, "--attach", "x"]) == exits.KEY
    assert "error: there is no key for segmind" in said(capsys)


def test_attach_writes_down_the_job(host: Client, capsys: Captured) -> None:
    request = requests()[0]
    id = buy("sending", unknown=True)
    job = host.submit(**request.fields).json()["request_id"]
    host.wait(job)
    assert run(["ledger", "resolve", id, "--attach", job]) == 0
    assert said(capsys).endswith(f"attempt `{id}` is request `{job}`: the next build fetches its clip for nothing\n")
    assert state(id) == ("accepted", 625_000, 0)
    other = buy("sending", request=requests()[1], unknown=True)
    assert run(["ledger", "resolve", other, "--attach", job]) == exits.USAGE
    assert "belongs to another attempt" in said(capsys)


def test_attach_refuses_another_job(host: Client, capsys: Captured) -> None:
    request = requests()[0]
    id = buy("sending", unknown=True)
    right = host.submit(**request.fields).json()["request_id"]
    wrong = host.submit(**{**request.fields, "seed": 1}).json()["request_id"]
    for job in (right, wrong):
        host.wait(job)
    assert run(["ledger", "resolve", id, "--attach", wrong]) == exits.USAGE
    assert f"`{wrong}` has another prompt or seed" in (text := said(capsys))
    assert right in text
    assert run(["ledger", "resolve", id, "--attach", "0" * 32]) == exits.USAGE
    assert "the host has no request" in said(capsys)
    assert state(id)[0] == "unknown"


def test_attach_refuses_a_job_that_was_there_before_the_send(host: Client, capsys: Captured) -> None:
    request = requests()[0]
    job = host.submit(**request.fields).json()["request_id"]
    host.wait(job)
    ledger = opened()
    id = held(ledger, request)
    ledger.begin_send(id, PriorLook(datetime.now(UTC), (job,)))
    ledger.unknown(id, "no answer came in 900 s")
    ledger.close()
    assert run(["ledger", "resolve", id, "--attach", job]) == exits.USAGE
    assert f"`{job}` was in the host's history before attempt `{id}`" in said(capsys)
    assert state(id)[0] == "unknown"


def test_attach_refuses_the_job_of_another_prompt(host: Client, capsys: Captured) -> None:
    id = buy("sending", unknown=True)
    job = host.submit(prompt="Another film.").json()["request_id"]
    host.wait(job)
    assert run(["ledger", "resolve", id, "--attach", job]) == exits.USAGE
    assert f"`{job}` has another prompt or seed than attempt `{id}`" in said(capsys)


def test_a_refused_key_is_exit_4_and_never_shown(
    host: Client, capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = buy("sending", unknown=True)
    key = tmp_path / "key"
    key.write_text("not-a-key-of-this-host\n")
    key.chmod(0o600)
    assert run(["ledger", "resolve", id, "--attach", "0" * 32, "--api-key-file", str(key)]) == exits.KEY
    assert "not-a-key" not in said(capsys)


def test_an_accepted_attempt_is_lost_only_where_the_host_has_forgotten(host: Client, capsys: Captured) -> None:
    request = requests()[0]
    ledger = opened()
    job = host.submit(**request.fields).json()["request_id"]
    host.wait(job)
    here = bought(ledger, request, "sending")
    ledger.accepted(here, job)
    ledger.close()
    ledger = opened(now=lambda: datetime.now(UTC) - timedelta(hours=2))
    gone = bought(ledger, requests()[1], "accepted")
    ledger.close()
    assert run(["ledger", "resolve", here, "--lost"]) == exits.USAGE
    assert "`storyc build` fetches it" in said(capsys)
    assert run(["ledger", "resolve", gone, "--lost"]) == 0
    assert (state(here)[0], state(gone)) == ("accepted", ("void", 0, 1_250_000))


@pytest.mark.usefixtures("host")
def test_a_host_that_does_not_know_a_young_job_proves_nothing(capsys: Captured) -> None:
    id = buy("accepted")
    assert run(["ledger", "resolve", id, "--lost"]) == exits.USAGE
    assert "ask again in 60 minutes" in said(capsys)
    assert state(id)[0] == "accepted"


@pytest.mark.usefixtures("host")
def test_no_other_place_is_asked_about_a_job(capsys: Captured) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    other = HostPlace("another machine", rehearsal=True)
    ledger = open_ledger(Path(".storyc/rehearsal"), place=other, now=lambda: long_ago)
    id = bought(ledger, requests()[0], "accepted")
    ledger.close()
    assert run(["ledger", "resolve", id, "--lost"]) == exits.USAGE
    assert "is of another machine, and the host is this machine now" in said(capsys)
    assert state(id)[0] == "accepted"


def test_audit_looks_into_the_store_too(capsys: Captured) -> None:
    buy("published", sha256=keep(b"a clip"))
    assert run(["ledger", "audit"]) == 0
    assert said(capsys) == "ok: 1 attempt, 1 chain, 0.6 USD spent\n"
    id = buy("stored", request=requests()[1])
    assert run(["ledger", "audit"]) == exits.STORY_ERRORS
    out, err = capsys.readouterr()
    assert out == (
        f"attempt `{id}` is `stored` but the store has no clip `{'ab' * 32}`: `storyc ledger resolve {id} --refetch` "
        "fetches it from the host, `--file CLIP` brings it by hand, `--lost` gives it up\n"
    )
    assert err == "1 difference in 2 attempts\n"


def test_audit_sees_a_forged_ledger(capsys: Captured) -> None:
    import sqlite3

    buy("recorded", sha256=keep(b"a clip"))
    db = sqlite3.connect(".storyc/ledger.db")
    db.execute("UPDATE attempt SET spent = 1")
    db.commit()
    db.close()
    assert run(["ledger", "audit"]) == exits.STORY_ERRORS
    assert "spent" in capsys.readouterr().out


def test_the_ledger_of_another_folder(project: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    id = buy("published")
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "storyc.toml").write_text("")
    monkeypatch.chdir(elsewhere)
    assert run(["ledger", "list"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["ledger", "show", id, "--store", "../.storyc"]) == 0
    assert id in capsys.readouterr().out
