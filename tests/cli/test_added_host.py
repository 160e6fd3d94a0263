"""A host that nobody has written code for: a data file and a profile alone, and a clip is bought there."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import requests

from storyboard.cli import exits, run
from storyboard.ledger import HostPlace, open_ledger
from storyboard.production.purchase import offer
from storyboard.profiles import DEFAULT
from storyboard.system import hostfiles
from tests.cli.paying import QUICK, TWO
from tests.conftest import CANARY
from tests.emulate.hosting import Client, hosting
from tests.ledger.making import brought, now_of, request

PROFILES = Path(__file__).parents[2] / "storyboard/profiles"
HERE = HostPlace("this machine", rehearsal=True)
MODEL, _, SPEAKER = DEFAULT.rpartition("@")
SECRET = "made-up-" + "0123456789abcdef"
# Where the toy has its calls, and where the emulator behind it has them.
MOVED = {
    "/v2/requests/": "/jobs/",
    "/v2/": "/make/",
    "/inference-request/request-history": "/past",
    "/v1/get-user-credits": "/purse",
}


def toy_host() -> str:
    """The data of a host with other addresses and another key, which has no call that blocks."""
    text = hostfiles.shipped()[SPEAKER]
    for old, new in (
        (f"name: {SPEAKER}", "name: toy"),
        (f"title: {SPEAKER.title()}", "title: Toy"),
        ("  header: x-api-key\n", "  header: Authorization\n  prefix: 'Key '\n"),
        (SPEAKER.upper(), "TOY"),
        (f"{SPEAKER}.com", "toy.example"),
        ("  v1: /v1/{model}\n", ""),
        *((f" {theirs}", f" {ours}") for theirs, ours in MOVED.items()),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return "".join(line for line in text.splitlines(True) if not line.startswith(("  form:", "  mark:")))


def toy_profile() -> str:
    text = (PROFILES / f"{DEFAULT}.yaml").read_text()
    return text.replace(f"@{SPEAKER}", "@toy").replace(f"host: {SPEAKER}", "host: toy").replace(
        f"{SPEAKER}.com/v1", "toy.example/make"
    )  # fmt: skip


class _Toy(BaseHTTPRequestHandler):
    """Takes the toy's calls with the toy's key, and has the emulator answer them."""

    behind: Client
    keys: set[str]

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def serve(self) -> None:
        """Pass a call on under its other name."""
        self.keys.add(self.headers.get("Authorization", "") + self.headers.get("x-api-key", ""))
        path = self.path
        for theirs, ours in MOVED.items():
            path = path.replace(ours, theirs) if path.startswith(ours) else path
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        kind = self.headers.get("Content-Type", "")
        answer = self.behind.call(self.command, path, data=body, headers={"Content-Type": kind} if kind else {})
        self.send_response(answer.status_code)
        self.send_header("Content-Type", answer.headers["Content-Type"])
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = serve


@contextmanager
def toy(behind: Client) -> Iterator[tuple[str, set[str]]]:
    """The address of the toy, and the keys that come to it."""
    handler = type("Toy", (_Toy,), {"behind": behind, "keys": set[str]()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", handler.keys
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a profile of the toy, and beside it the host's file of the machine's owner."""
    project = tmp_path / "film"
    (project / "profiles").mkdir(parents=True)
    (project / "profiles" / f"{MODEL}@toy.yaml").write_text(toy_profile())
    (project / "storyc.toml").write_text(f'model = "{MODEL}@toy"\nprovider = "toy"\n')
    (project / "a.story").write_text(TWO)
    (tmp_path / "hosts").mkdir()
    (tmp_path / "hosts" / "toy.yaml").write_text(toy_host())
    monkeypatch.setenv(hostfiles.VARIABLE, str(tmp_path / "hosts"))
    monkeypatch.setenv("TOY_API_KEY", SECRET)
    monkeypatch.setenv("STORYC_TRUST_PRICES", f"{MODEL}@toy")
    monkeypatch.setattr(offer, "Polling", QUICK)
    monkeypatch.chdir(project)
    return project


def test_a_host_names_how_many_clips_it_is_at_work_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root.parent / "hosts" / "toy.yaml").write_text(toy_host().replace("  submit: 60", "  submit: 60\n  slots: 1"))
    (root / "a.story").write_text(TWO + TWO.replace("lamp", "candle") + TWO.replace("lamp", "torch"))
    with hosting(seconds=0.3) as behind, toy(behind) as (url, _):
        monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
        assert run(["build", "a.story", "--yes", "--draft", "--quiet"]) == exits.DONE, capsys.readouterr().err
        charges = [datetime.fromisoformat(charge["at"]) for charge in behind.book()["charges"]]
    assert len(charges) == 6
    # Each is begun only once the one before it is there.
    assert all((later - sooner).total_seconds() > 0.25 for sooner, later in pairwise(charges))


def test_a_host_that_tells_no_cost_is_paid_up_to_a_sum_that_somebody_names(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = toy_host().replace("  costs: true", "  costs: false").replace("  credits: /purse\n", "")
    (root.parent / "hosts" / "toy.yaml").write_text(data)
    with hosting("no-cost") as behind, toy(behind) as (url, _):
        monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
        assert run(["build", "a.story", "--yes", "--draft"]) == exits.USAGE
        assert "`toy` does not tell what it charges: say the most by `--max-cost` too" in capsys.readouterr().err
        assert behind.charges() == 0
        assert run(["plan", "a.story", "--format", "json"]) == exits.DONE
        assert [clip["cost_known"] for clip in json.loads(capsys.readouterr().out)["clips"]] == [False, False]
        words = ["build", "a.story", "--max-cost", "2", "--draft", "--report", "report.json"]
        assert run(words) == exits.DONE, capsys.readouterr().err
        assert behind.charges() == 2
    clips = json.loads((root / "report.json").read_text())["clips"]
    assert [(clip["cost_known"], clip["price_usd"]) for clip in clips] == [(False, 0.625)] * 2
    capsys.readouterr()
    monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
    assert run(["ledger", "list", "--format", "json"]) == exits.DONE
    assert [row["cost_known"] for row in json.loads(capsys.readouterr().out)] == [False, False]


def test_clips_are_bought_at_a_host_of_data_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with hosting() as behind, toy(behind) as (url, keys):
        monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
        assert run(["build", "a.story", "--yes", "--draft", "--quiet"]) == exits.DONE, capsys.readouterr().err
        assert behind.charges() == 2
        assert keys == {f"Key {SECRET}"}
        assert (root / "build/_rehearsal/a/01-the-match.mp4").is_file()
        assert run(["doctor", "--online", "--format", "json"]) == exits.DONE
    out, err = capsys.readouterr()
    assert SECRET not in out + err
    assert '"host toy"' in out


def test_what_is_lost_is_found_in_its_history(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting("cut-after-billing") as behind, toy(behind) as (url, _):
        monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
        # What the emulator cuts is an error of the toy, and as unknown as that.
        monkeypatch.setattr(Client, "call", _gateway(Client.call))
        assert run(["build", "a.story", "--yes", "--draft", "--quiet"]) == exits.DONE
        assert behind.charges() == 2


def test_a_host_without_a_history_is_said_to_have_none(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root.parent / "hosts" / "toy.yaml"
    before, _, listed = path.read_text().partition("\nlisting:\n")
    lines = (before + "\n" + listed.partition("\n\n")[2]).splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(("  history: /", "  one: /"))))
    warning = "warning: `toy` cannot be asked what it has made: a send whose answer is lost stays unknown"
    assert run(["plan", "a.story"]) == exits.DONE
    assert warning in capsys.readouterr().err
    with hosting() as behind, toy(behind) as (url, _):
        monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
        assert run(["build", "a.story", "--yes", "--draft", "--quiet"]) == exits.DONE
        assert not any(call["path"].startswith("/inference-request") for call in behind.book()["requests"])
        assert behind.charges() == 2
    assert warning in capsys.readouterr().err


def _gateway(call: Any) -> Any:
    def called(client: Client, method: str, path: str, **more: Any) -> requests.Response:
        try:
            found: requests.Response = call(client, method, path, **more)
            return found
        except requests.ConnectionError:
            lost = requests.Response()
            lost.status_code, lost.headers["Content-Type"] = 504, "text/html"
            lost.raw, lost._content = None, b"<html></html>"
            return lost

    return called


def test_each_host_at_an_address_is_asked_about_its_own_jobs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def state() -> str:
        with closing(open_ledger(root / ".storyc/rehearsal", place=HERE)) as ledger:
            return now_of(ledger, lost).state

    with closing(open_ledger(root / ".storyc/rehearsal", place=HERE)) as ledger:
        lost = brought(ledger, request(), "unknown")
        assert ledger.attempts()[0].profile == DEFAULT
    with hosting() as behind, toy(behind) as (url, _):
        monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
        assert run(["build", "a.story", "--yes", "--draft", "--quiet"]) == exits.DONE
        # Once for what the toy would be asked to make, and never for what was sent to another host.
        assert sum(call["path"].startswith("/inference-request") for call in behind.book()["requests"]) == 1
    assert state() == "unknown"


@pytest.mark.parametrize(("credits", "code"), [(1_250_000, exits.DONE), (1_240_000, exits.CAP)])
def test_each_host_is_asked_for_a_balance_of_its_own(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], credits: int, code: int
) -> None:
    second = root.parent / "second"
    second.mkdir()
    (second / "storyc.toml").write_text(f'provider = "{SPEAKER}"\n')
    (second / "a.story").write_text(TWO)
    monkeypatch.setenv(f"{SPEAKER.upper()}_API_KEY", CANARY)
    with hosting(credits=1_250_000) as behind, toy(behind) as (url, _), hosting(credits=credits) as other:
        monkeypatch.setenv("STORYC_TOY_BASE_URL", url)
        monkeypatch.setenv(f"STORYC_{SPEAKER.upper()}_BASE_URL", other.url)
        paths = [str(root / "a.story"), str(second / "a.story")]
        assert run(["build", *paths, "--yes", "--draft", "--quiet"]) == code
        assert (behind.charges(), other.charges()) == ((2, 2) if code == exits.DONE else (0, 0))
    err = capsys.readouterr().err
    assert ("the account holds 1.24 USD, and 1.25 are needed" in err) == (code == exits.CAP)


def test_its_curl_has_its_own_key(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "a.story", "--format", "curl"]) == exits.DONE
    out = capsys.readouterr().out
    assert '--header "Authorization: Key $TOY_API_KEY"' in out
    assert f"https://api.toy.example/make/{MODEL}" in out


def test_a_project_adds_no_host(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(hostfiles.VARIABLE)
    (root / "hosts").mkdir()
    (root / "hosts" / "toy.yaml").write_text(toy_host())
    (root / "profiles" / "toy.yaml").write_text(toy_host())
    assert run(["build", "a.story", "--yes"]) == exits.USAGE
    assert "there is no host `toy`" in capsys.readouterr().err


def test_no_file_of_a_host_takes_anothers_key(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = f"{SPEAKER.upper()}_API_KEY"
    (root.parent / "hosts" / "toy.yaml").write_text(toy_host().replace("TOY_API_KEY", theirs))
    monkeypatch.setenv(theirs, CANARY)
    assert run(["build", "a.story", "--yes"]) == exits.USAGE
    assert f"`key` names {theirs}, which belongs to `{SPEAKER}`" in capsys.readouterr().err
