"""Each shipped host that has an emulator of documented answers: a clip is bought, found again, refused, and fails."""

from __future__ import annotations

import os
import re
from collections.abc import Generator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from jsonschema import Draft202012Validator

from storyboard.cli import exits, run
from storyboard.emulate import EmulatorSettings, NotUsable, Server, emulator, start
from storyboard.emulate.examples import examples, request_schema
from storyboard.emulate.faults import parse
from storyboard.emulate.schema import faults
from storyboard.production.plan import tells_cost
from storyboard.production.purchase import offer
from storyboard.profiles import host_of, hosts, load, model_names, price
from storyboard.profiles.body import by_place
from storyboard.profiles.paths import put
from storyboard.providers.protocols.jobs import abilities, answers
from storyboard.system import hostfiles
from tests.cli.paying import QUICK

MODELS = [name for name in model_names(None) if examples(host_of(name)) is not None]
# What hangs on the host alone is tried with one model of it, and with each by `make hosts-full`.
AT_HOSTS = MODELS if os.environ.get("STORYC_HOSTS_FULL") else list({host_of(name): name for name in MODELS}.values())
KEYS = {hosts.host(name).key.variable: f"made-up-{number:04}-key" for number, name in enumerate(hosts.shipped())}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and keys of all hosts in the environment."""
    (tmp_path / "storyc.toml").write_text("")
    for variable, key in KEYS.items():
        monkeypatch.setenv(variable, key)
    monkeypatch.setattr(offer, "Polling", QUICK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tell(model: str) -> None:
    """Write a story of the model's own length, of two shots where it takes them and of as many as it needs."""
    profile = load(model, None)
    seconds, shots = profile.duration.default, 1 if profile.shots.style == "single" else max(2, profile.shots.min)
    bounds = [seconds * number // shots for number in range(shots + 1)]
    marks = [f"Shot {number + 1} [{start}-{end}s]" for number, (start, end) in enumerate(pairwise(bounds))]
    lines = [f"{mark} A vendor lights a paper lamp.\n" for mark in marks]
    Path("a.story").write_text("A night market in the rain.\n\n" + "".join(lines), encoding="utf-8")


PARTLY = {"dashscope"}  # its list shows a prompt and a length, which are no proof


def finds(model: str) -> bool:
    """Whether its host can be asked for a job whose name is not known, and proves which it is."""
    host = hosts.host(host_of(model))
    return (
        (host.listing is not None and host.name not in PARTLY)
        or (host.own is not None and host.own.asks)
        or repeats(model)
    )


def repeats(model: str) -> bool:
    """Whether its host says again what it has said, to the same send once more."""
    return hosts.replays(hosts.host(host_of(model))) > 0


@contextmanager
def emulated(model: str, monkeypatch: pytest.MonkeyPatch, *words: str) -> Generator[Server]:
    """The emulator of a model's host, which the environment points builds at and which takes that host's key alone."""
    host = hosts.host(host_of(model))
    chosen = tuple(parse(fault) for fault in words)
    settings = EmulatorSettings(host=host.name, seconds=0.05, key=KEYS[host.key.variable], faults=chosen)
    server = start(emulator(settings, None, lambda line: None))
    monkeypatch.setenv(host.key.base_variable, server.url)
    try:
        yield server
    finally:
        server.close()


UNSURE = [name for name in MODELS if load(name, None).price.evidence == "unverified"]


def build(model: str, *more: str, trusts: bool = True) -> int:
    tell(model)
    words = ["build", "a.story", "--model", model, "--provider", host_of(model), "--yes", "--max-cost", "5", *more]
    return run([*words, *(["--trust-prices", model] if trusts and model in UNSURE else [])])


def documents(model: str, cause: str) -> bool:
    """Whether a host says anywhere how it refuses for a cause."""
    known = examples(host_of(model))
    return known is not None and cause in known.refusals


def book(server: Server) -> dict[str, Any]:
    return requests.get(f"{server.url}/emulator/book", timeout=20).json()


@pytest.mark.parametrize("model", MODELS)
def test_a_clip_is_bought_once(
    model: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with emulated(model, monkeypatch) as server:
        assert build(model) == exits.DONE
        assert build(model) == exits.DONE
        charged = book(server)
    assert charged["submits"] == 1
    profile = load(model, None)
    assert charged["total_usd"] == price(profile, profile.size.default, profile.duration.default) / 1e6
    capsys.readouterr()
    assert run(["ledger", "list", "--rehearsal", "--format", "json"]) == exits.DONE
    (attempt,) = msgspec.json.decode(capsys.readouterr().out)
    assert attempt["spent_usd"] == charged["total_usd"]
    asked = [call for call in charged["requests"] if not call["path"].startswith(("/files/", "/emulator/"))]
    assert len(asked) > 1
    assert all(call["with_key"] for call in asked)
    files = [call for call in charged["requests"] if call["path"].startswith("/files/")]
    spoken = examples(host_of(model))
    assert spoken is not None
    assert {call["with_key"] for call in files} == {spoken.keyed_files}


@pytest.mark.parametrize("model", AT_HOSTS)
def test_an_answer_that_was_lost_is_found_again_where_the_host_can_be_asked(
    model: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with emulated(model, monkeypatch, "cut-after-billing") as server:
        assert build(model) == (exits.DONE if finds(model) else exits.OUTCOME_UNKNOWN)
        charged = book(server)
        assert (len(charged["jobs"]), charged["submits"]) == (1, 2 if repeats(model) else 1)


@pytest.mark.parametrize(
    ("model", "place"), [("wan-2.6@comfy", "Idempotency-Key"), ("kling-v3@kling", "external_task_id")]
)
def test_the_name_that_we_gave_to_a_send_is_shown(
    model: str, place: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with emulated(model, monkeypatch):
        assert build(model) == exits.DONE
    (attempt,) = books(capsys)
    assert run(["ledger", "show", "--rehearsal", attempt["id"]]) == exits.DONE
    shown = capsys.readouterr().out
    assert re.search(rf"  our name  [0-9a-f]{{32}}, sent as `{place}`\n", shown)


def test_a_name_that_nobody_can_be_asked_by_is_sent_all_the_same() -> None:
    """The host's support finds a send by it."""
    text = hostfiles.shipped()["runway"]
    own = "own: {header: X-Request-Id, evidence: host, checked: 2026-11-27, source: x}"
    named = abilities(hosts.read(f"{text}\n{own}\n"))
    assert (named.named, named.asked, named.replays) == (True, False, 0.0)
    assert not abilities(hosts.read(text)).named


def test_where_there_is_no_history_and_no_seed_none_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = "h3@minimax"
    assert not finds(model)
    assert load(model, None).seed is None
    with emulated(model, monkeypatch, "cut-after-billing"):
        assert build(model) == exits.OUTCOME_UNKNOWN
    assert "looking for `a.story` clip 1 at the host" in capsys.readouterr().err
    assert run(["ledger", "list", "--rehearsal", "--format", "json"]) == exits.DONE
    (attempt,) = msgspec.json.decode(capsys.readouterr().out)
    assert run(["ledger", "show", "--rehearsal", attempt["id"]]) == exits.DONE
    out = capsys.readouterr().out
    assert "look there for the job\n  of 5 s sent about " in out
    assert "seed" not in out
    assert "history" not in out


def is_free(model: str) -> bool:
    """Whether its host documents that a job that failed is not billed, or names what it has cost."""
    host = hosts.host(host_of(model))
    return host.abilities.costs or (host.failures is not None and host.failures.billed == "no")


def books(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The attempts that the ledger lists."""
    capsys.readouterr()
    assert run(["ledger", "list", "--rehearsal", "--format", "json"]) == exits.DONE
    return msgspec.json.decode(capsys.readouterr().out)


@pytest.mark.parametrize("model", AT_HOSTS)
def test_a_job_that_comes_to_nothing_is_not_billed_where_somebody_says_so(
    model: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with emulated(model, monkeypatch, "failed") as server:
        assert build(model) == (exits.GENERATION_FAILED if is_free(model) else exits.OUTCOME_UNKNOWN)
        assert book(server)["total_usd"] == 0
    err = capsys.readouterr().err
    assert ("the model returned no video; it was not billed" in err) == is_free(model)
    assert ("neither it nor its documents say whether that is billed" in err) != is_free(model)


@pytest.mark.parametrize("model", [name for name in AT_HOSTS if not is_free(name) or tells_cost(name)])
def test_what_a_failed_job_has_cost_is_counted_or_is_unknown(
    model: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The book of the host is never more than what the ledger counts, and no build buys again before it is settled."""
    code = exits.GENERATION_FAILED if tells_cost(model) else exits.OUTCOME_UNKNOWN
    with emulated(model, monkeypatch, "failed-with-cost") as server:
        assert build(model) == code
        assert build(model) == code
        charged = book(server)
        (attempt,) = books(capsys)
        assert (charged["submits"], attempt["held_usd"]) == (1, charged["total_usd"])
        assert attempt["state"] == ("accepted" if tells_cost(model) else "unknown")
        assert run(["plan", "a.story", "--model", model]) == exits.DONE
        assert ("unknown" in capsys.readouterr().out) != tells_cost(model)
        assert run(["doctor", "--rehearsal"]) in (exits.DONE, exits.USAGE)
        assert ("1 unknown" in capsys.readouterr().out) != tells_cost(model)
        resolve = ["ledger", "resolve", "--rehearsal", attempt["id"]]
        if not tells_cost(model):
            price = charged["total_usd"]
            assert run(["ledger", "show", "--rehearsal", attempt["id"]]) == exits.DONE
            assert f"--not-billed      it was not billed: {price} USD are free again" in capsys.readouterr().out
            # A cap counts what may be spent.
            assert build(model, "--max-cost", str(price), "--take", "2") != exits.DONE
        assert run([*resolve, "--lost"]) == exits.DONE
        (lost, *_) = books(capsys)
        assert (lost["state"], lost["held_usd"], lost["spent_usd"]) == ("void", 0, charged["total_usd"])


def test_a_failed_job_that_was_not_billed_is_free_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = "kling-v3@kling"
    with emulated(model, monkeypatch, "failed") as server:
        assert build(model) == exits.OUTCOME_UNKNOWN
        (attempt,) = books(capsys)
        assert attempt["note"].startswith("failed, and may be charged: ")
        assert run(["ledger", "resolve", "--rehearsal", attempt["id"], "--not-billed"]) == exits.DONE
        assert (books(capsys)[0]["held_usd"], book(server)["total_usd"]) == (0, 0)
        assert build(model) == exits.OUTCOME_UNKNOWN
        assert book(server)["submits"] == 2


def test_a_failed_job_that_its_host_is_by_now_known_to_bill_is_not_freed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = "kling-v3@kling"
    with emulated(model, monkeypatch, "failed"):
        assert build(model) == exits.OUTCOME_UNKNOWN
        (attempt,) = books(capsys)
        monkeypatch.setattr(answers, "billed", lambda *given: "yes")
        assert run(["ledger", "resolve", "--rehearsal", attempt["id"], "--not-billed"]) == exits.USAGE
        assert "and the host bills such a job" in capsys.readouterr().err
        assert books(capsys)[0]["held_usd"] == attempt["held_usd"] > 0


@pytest.mark.parametrize("model", AT_HOSTS)
@pytest.mark.parametrize(
    ("fault", "cause", "code"),
    [
        ("406-credits", "credits", exits.CAP),
        ("403", "key", exits.KEY),
        ("410", "withdrawn", exits.GENERATION_FAILED),
        ("500-json", "server", exits.GENERATION_FAILED),
    ],
)
def test_what_the_host_refuses_is_not_unknown(
    model: str,
    fault: str,
    cause: str,
    code: int,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if not documents(model, cause):
        with pytest.raises(NotUsable, match=f"has no fault `{fault}`"), emulated(model, monkeypatch, fault):
            pass
        return
    with emulated(model, monkeypatch, fault) as server:
        assert build(model) == code, capsys.readouterr().err
        assert book(server)["total_usd"] == 0
    assert run(["ledger", "list", "--rehearsal", "--format", "json"]) == exits.DONE
    assert '"unknown"' not in capsys.readouterr().out


@pytest.mark.parametrize("model", AT_HOSTS)
def test_another_host_s_key_is_not_sent(model: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variable = hosts.host(host_of(model)).key.variable
    with emulated(model, monkeypatch) as server:
        monkeypatch.delenv(variable)
        assert build(model) == exits.KEY
        assert book(server)["requests"] == []


@pytest.mark.parametrize("model", MODELS)
def test_a_request_is_as_the_host_documents_it(model: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = request_schema(model)
    assert schema is not None
    tell(model)
    assert run(["render", "--model", model, "a.story"]) == exits.DONE
    (request,) = msgspec.json.decode(capsys.readouterr().out)
    assert list(faults(schema, request["request"])) == []
    for place, _ in by_place(request["request"], ()):
        spoilt: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(request["request"]))
        put(spoilt, place, {})
        assert list(faults(schema, spoilt)) != [], place


@pytest.mark.parametrize("model", UNSURE)
def test_a_price_that_nobody_has_verified_is_paid_by_who_trusts_it_alone(
    model: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", model]) == exits.DONE
    assert f"`--trust-prices {model}`" in " ".join(capsys.readouterr().out.split())
    with emulated(model, monkeypatch) as server:
        assert build(model, trusts=False) == exits.USAGE
        assert f"--trust-prices {model}" in capsys.readouterr().err
        assert book(server)["submits"] == 0


@pytest.mark.parametrize("host", sorted({host_of(name) for name in MODELS}))
def test_an_emulator_describes_itself(host: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = next(name for name in MODELS if host_of(name) == host)
    with emulated(model, monkeypatch) as server:
        document = requests.get(f"{server.url}/openapi.json", timeout=20).json()
        submits = {path: verbs["post"] for path, verbs in document["paths"].items() if "post" in verbs}
        path, submit = next(iter(submits.items()))
        Draft202012Validator.check_schema(submit["requestBody"]["content"]["application/json"]["schema"])
        key = hosts.host(host).key
        headers = {key.header: f"{key.prefix}{KEYS[key.variable]}"}
        answer = requests.post(f"{server.url}{path}", json={"prompt": 5}, headers=headers, timeout=20)
        assert str(answer.status_code) in submit["responses"]
        documented = examples(host)
        assert documented is not None
        stranger = requests.post(f"{server.url}{path}", json={}, timeout=20)
        assert stranger.status_code == documented.refusals["key"].status
