"""The odd answers that hosts document: what a build makes of each, and that none is paid for twice."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from storyboard.cli import exits, run
from storyboard.emulate import EmulatorSettings, NotUsable, emulator
from storyboard.emulate.examples import examples
from storyboard.emulate.faults import parse
from storyboard.profiles import host_of, hosts
from tests.cli.test_hosts_as_data import MODELS, book, build, emulated, root

__all__ = ["root"]  # the fixture of a project with keys of all hosts

BY_HOST = {host_of(model): model for model in MODELS}
# How a build ends, how the next one does, and how many jobs there are after both.
ENDS = {
    "fal stuck": (exits.NOT_FINISHED, exits.NOT_FINISHED, 1),
    "fal old-error": (exits.OUTCOME_UNKNOWN, exits.OUTCOME_UNKNOWN, 1),
    "fal retryable": (exits.DONE, exits.DONE, 1),
    "kling pack-used-up": (exits.CAP, exits.CAP, 0),
    "kling too-many": (exits.DONE, exits.DONE, 1),
    "kling token-expired": (exits.KEY, exits.DONE, 1),
    "kling refused-in-200": (exits.GENERATION_FAILED, exits.GENERATION_FAILED, 0),
    "dashscope throttled": (exits.DONE, exits.DONE, 1),
    "dashscope wrong-region": (exits.KEY, exits.KEY, 0),
    "dashscope forgotten": (exits.GENERATION_FAILED, exits.GENERATION_FAILED, 1),
    "comfy not-enabled": (exits.KEY, exits.KEY, 0),
    "comfy dropped": (exits.GENERATION_FAILED, exits.GENERATION_FAILED, 1),
    "comfy dear-quote": (exits.DONE, exits.DONE, 1),
    "comfy unknown-quote": (exits.DONE, exits.DONE, 1),
    "comfy no-quotes": (exits.DONE, exits.DONE, 1),
    "comfy slots": (exits.DONE, exits.DONE, 1),
    "comfy refused-by-policy": (exits.OUTCOME_UNKNOWN, exits.OUTCOME_UNKNOWN, 1),
    "wavespeed refused-in-200": (exits.GENERATION_FAILED, exits.GENERATION_FAILED, 0),
    "runway throttled": (exits.NOT_FINISHED, exits.NOT_FINISHED, 1),
    "runway stale": (exits.DONE, exits.DONE, 1),
    "runway refunded": (exits.GENERATION_FAILED, exits.GENERATION_FAILED, 2),
    "gemini error-when-done": (exits.OUTCOME_UNKNOWN, exits.OUTCOME_UNKNOWN, 1),
    "replicate starting": (exits.NOT_FINISHED, exits.NOT_FINISHED, 1),
}


def test_each_odd_answer_is_tried() -> None:
    spoken = {host: examples(host) for host in hosts.shipped()}
    assert {f"{host} {name}" for host, known in spoken.items() if known for name in known.odd} == set(ENDS)


@pytest.mark.parametrize("odd", ENDS)
def test_what_a_build_makes_of_it(
    odd: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    host, _, name = odd.partition(" ")
    monkeypatch.setenv(f"STORYC_HOST_{host.upper()}_PATIENCE", "1")
    with emulated(BY_HOST[host], monkeypatch, f"answer={name}") as server:
        codes = build(BY_HOST[host]), build(BY_HOST[host])
        assert (*codes, len(book(server)["jobs"])) == ENDS[odd], capsys.readouterr().err


def test_what_the_host_dropped_of_a_request_is_said_until_somebody_agrees(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = "negative_prompt (this provider has no field for it, and takes no words against)"
    with emulated("wan-2.6@comfy", monkeypatch, "answer=dropped") as server:
        for state in ("done", "cached"):
            Path("report.json").unlink(missing_ok=True)
            assert build("wan-2.6@comfy", "--report", "report.json") == exits.GENERATION_FAILED
            assert f"it is not as it was ordered, the host dropped `{lost}`; it is paid for" in capsys.readouterr().err
            (clip,) = msgspec.json.decode(Path("report.json").read_bytes())["clips"]
            assert clip["state"] == state
            assert clip["off_spec"] == [{"what": "request", "ordered": lost, "arrived": "dropped"}]
        assert run(["ledger", "list", "--rehearsal", "--format", "json"]) == exits.DONE
        (attempt,) = msgspec.json.decode(capsys.readouterr().out)
        # The file alone does not show it: whoever brings it again does not settle that.
        for words in (["--refetch"], ["--file", "build/_rehearsal/a/01-clip.mp4"]):
            assert run(["ledger", "resolve", "--rehearsal", attempt["id"], *words]) == exits.DONE
            assert run(["ledger", "show", "--rehearsal", attempt["id"]]) == exits.DONE
            assert f"came      the host dropped `{lost}`\n" in capsys.readouterr().out
        assert run(["ledger", "resolve", "--rehearsal", attempt["id"], "--accept"]) == exits.DONE
        assert build("wan-2.6@comfy") == exits.DONE
        assert len(book(server)["jobs"]) == 1


def test_a_quote_that_is_dearer_than_the_price_is_what_is_agreed_to(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "`comfy` quotes 1.25 USD for 5 s of 1280*720 by `wan-2.6@comfy`, more than the price of 0.5 USD"
    with emulated("wan-2.6@comfy", monkeypatch, "answer=dear-quote") as server:
        assert build("wan-2.6@comfy", "--max-cost", "1.24") == exits.CAP
        assert f"warning: {more}: it counts\n" in capsys.readouterr().err
        assert run(["plan", "a.story", "--model", "wan-2.6@comfy", "-o", "plan.json", "--quiet"]) == exits.DONE
        capsys.readouterr()
        planned = ["build", "--plan", "plan.json", "--provider", "comfy", "--max-cost", "9"]
        assert run(planned) == exits.OUT_OF_DATE
        err = capsys.readouterr().err
        assert f"error: {more}" in err
        assert "no plan knows it, since planning asks no host: build without `--plan`, with `--max-cost`" in err
        assert book(server)["submits"] == 0
        assert build("wan-2.6@comfy", "--max-cost", "1.25") == exits.DONE
        assert run(["ledger", "list", "--rehearsal", "--format", "json"]) == exits.DONE
        assert '"price_usd": 1.25' in capsys.readouterr().out


@pytest.mark.parametrize("odd", ["unknown-quote", "no-quotes"])
def test_a_quote_that_names_no_price_is_said_and_is_in_nobodys_way(
    odd: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with emulated("wan-2.6@comfy", monkeypatch, f"answer={odd}"):
        assert build("wan-2.6@comfy") == exits.DONE
    err = capsys.readouterr().err
    assert "`comfy` quotes no price of 5 s of 1280*720 by `wan-2.6@comfy`: the host answers " in err
    assert "; 0.5 USD " in err or " 0.5 USD for 5 s" in err


def test_an_odd_answer_that_the_host_has_not(capsys: pytest.CaptureFixture[str]) -> None:
    settings = EmulatorSettings(host="fal", faults=(parse("answer=stcuk"),))
    with pytest.raises(NotUsable, match="`fal` has no odd answer `stcuk`, known are `stuck`, `old-error`"):
        emulator(settings, None, lambda line: None)
    assert run(["emulate", "--host", "fal", "--list-faults"]) == exits.DONE
    assert "answer=stuck: the request is in progress for ever\n" in capsys.readouterr().out
