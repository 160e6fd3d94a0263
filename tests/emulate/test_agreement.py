"""What a host's file and its documented answers say otherwise, and what storyc reads otherwise in the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from storyboard.cli import exits, run
from storyboard.emulate import EmulatorSettings, NotUsable, emulator, models_here, start
from storyboard.emulate.agreement import disagreements
from storyboard.emulate.examples import examples
from storyboard.emulate.faults import parse
from storyboard.profiles import hosts
from storyboard.providers.protocols.jobs.answers import billed as known_cost
from storyboard.system import hostfiles
from tests.helpers import all_hold

SPOKEN = tuple(name for name in hosts.shipped() if examples(name) is not None)
KEY = {"Authorization": "Bearer made-up-0000"}


def agrees(name: str) -> None:
    spoken = examples(name)
    assert spoken is not None
    host = hosts.host(name)
    assert spoken.calls
    assert spoken.key
    assert list(disagreements(host, spoken, tuple(models_here(host, None)))) == []


def test_each_shipped_host_and_its_answers_agree() -> None:
    assert len(SPOKEN) > 9
    all_hold(agrees, SPOKEN, str)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("/v1/tasks/{id}", "/v1/task/{id}", "`calls.status` is `GET https://api.dev.runwayml.com/v1/tasks/{id}`, and"),
        (
            "header: Authorization",
            "header: X-Key",
            "`key` is `Authorization: Bearer {key}`, and `runway.yaml` has `X-Key:",
        ),
        (
            "done: SUCCEEDED",
            "done: SUCCESS",
            "`status.done` is read as a job that runs (the host calls it `SUCCEEDED`,",
        ),
        ("url: output[0]", "url: outputs[0]", "no address stands at `outputs[0]` of its answer"),
        ("  id: id", "  id: data.id", "`submit` is read as"),
        ("credits: creditBalance", "credits: left", "`credits` is read as"),
        ("cost: cost.credits", "cost: price.credits", "without the cost that `abilities.costs` says it names"),
        ("billed: unknown\n  evidence", "billed: yes\n  evidence", "billed: yes, of which it says `billed: unknown`"),
        ("text: [enough credits]", "text: [no money]", "`refusals.credits` is read as `request`"),
        ("status: 429", "status: 430", "`refusals.busy` is read as"),
    ],
)
def test_a_mistake_in_the_file_of_a_host_is_named(old: str, new: str, why: str) -> None:
    text, spoken = hostfiles.shipped()["runway"], examples("runway")
    assert old in text
    assert spoken is not None
    assert why in "; ".join(disagreements(hosts.read(text.replace(old, new, 1)), spoken, ["text_to_video"]))


def test_the_whole_example_of_the_documentation_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "hosts.md").read_text("utf-8").partition("### A whole example")[2]
    for name in ("yaml", "json"):
        (tmp_path / f"acme.{name}").write_text(page.partition(f"```{name}\n")[2].partition("```")[0])
    monkeypatch.setenv(hostfiles.VARIABLE, str(tmp_path))
    spoken, host = examples("acme"), hosts.host("acme")
    assert spoken is not None
    assert list(disagreements(host, spoken, ["videos"])) == []
    for budget, billed in (("generation_failed", "no"), ("budget_exhausted", "unknown")):
        assert known_cost(host, "", budget) == billed


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a host of one's own, as Runway's, and its answers; the working folder is a project."""
    monkeypatch.setenv(hostfiles.VARIABLE, str(tmp_path))
    text = hostfiles.shipped()["runway"].replace("name: runway", "name: toy").replace("RUNWAY", "TOY")
    (tmp_path / "toy.yaml").write_text(text)
    answers = Path(hosts.__file__).parents[2] / "emulate" / "answers" / "runway.json"
    (tmp_path / "toy.json").write_bytes(answers.read_bytes())
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "storyc.toml").write_text("")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path


def test_doctor_says_that_they_agree(laid: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["doctor", "--provider", "toy"])
    assert "`toy.json` and `toy.yaml` agree" in capsys.readouterr().out


def test_doctor_and_the_emulator_say_what_disagrees(laid: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = json.loads((laid / "toy.json").read_text())
    answers["status"]["done"]["body"]["at"] = "{creatd}"
    answers["calls"]["submit"] = answers["calls"]["submit"].replace("{model}", "text_to_audio")
    answers["calls"]["credits"] = "GET https://api.dev.runwayml.com/v1/balance"
    (laid / "toy.json").write_text(json.dumps(answers))
    assert run(["doctor", "--provider", "toy"]) == exits.USAGE
    out = " ".join(capsys.readouterr().out.split())
    assert "`status.done` has `{creatd}`, which nothing fills: there may be `{app}`," in out
    with pytest.raises(
        NotUsable, match=r"`calls.credits` is `GET https://api.dev.runwayml.com/v1/balance`, and `toy.yaml`"
    ):
        emulator(EmulatorSettings(host="toy"), None, lambda line: None)


def test_a_host_without_a_balance_says_whether_it_takes_the_key(
    laid: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = start(emulator(EmulatorSettings(host="kling", key="made-up-0000"), None, lambda line: None))
    monkeypatch.setenv("STORYC_KLING_BASE_URL", server.url)
    try:
        for key, said in (("made-up-0000", "and it takes the key"), ("made-up-1111", "the host answers 401")):
            monkeypatch.setenv("KLING_API_KEY", key)
            run(["doctor", "--provider", "kling", "--online"])
            assert said in " ".join(capsys.readouterr().out.split())
    finally:
        server.close()


def test_a_fault_speaks_as_its_host_and_of_what_was_asked_for() -> None:
    faults = (parse("503-json=7"), parse("406-credits"))
    settings = EmulatorSettings(host="comfy", script=tuple((fault,) for fault in faults))
    server = start(emulator(settings, None, lambda line: None))
    body = {"input": {"prompt": "A lamp."}, "parameters": {"size": "1280*720", "duration": 5}}
    try:
        busy, short = (
            requests.post(f"{server.url}/v2/models/wan/wan2.6-t2v/requests", json=body, headers=KEY, timeout=20)
            for _ in faults
        )
    finally:
        server.close()
    assert busy.raw.headers.getlist("Retry-After") == ["7"]
    assert "x-rate-limit-reset-at-utc" not in busy.headers
    assert short.status_code == 402
    assert "0.625" not in short.text
