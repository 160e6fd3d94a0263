"""A series that fits its model: bought at the emulator of its host, killed, resumed, verified, joined, and one word changed.

All keys of all hosts are in the environment meanwhile. One model of each style is tried here, and each one there is by
`make hosts-full`, which sets `STORYC_HOSTS_FULL`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from storyboard.cli import exits, run
from storyboard.emulate.examples import request_schema
from storyboard.emulate.schema import faults
from storyboard.film.probe import probe
from storyboard.ledger import read_ledger
from storyboard.profiles import Profile, durations, host_of, hosts, load, model_names, price
from tests.cli.test_keys_of_hosts import KEYS, Between
from tools.hosting import host as emulating

STYLES = ("wan-2.7@dashscope", "seedance-2.0@ark", "kling-v3@kling", "gen-4.5@runway")
MODELS = model_names(None) if os.environ.get("STORYC_HOSTS_FULL") else STYLES
SECONDS = 1.0  # of a generation
_WAIT = 60.0
CAST = "cast: {WREN: a watchmaker with a grey beard}\n"
WORDS = ("@WREN opens a {metal} case.", "A spring leaps out.", "He laughs.", "The lamp goes out.", "A door creaks.")


def clip(profile: Profile, seconds: int, metal: str) -> str:
    """A clip of this length, of as many shots as the model takes and needs, each of whole seconds."""
    shots = 1 if profile.shots.style == "single" else max(2, profile.shots.min)
    bounds = [seconds * number // shots for number in range(shots + 1)]
    marks = [f"Shot {number} [{start}-{end}s]" for number, (start, end) in enumerate(pairwise(bounds), 1)]
    lines = [f"{mark} {words}\n" for mark, words in zip(marks, WORDS, strict=False)]
    return f"# {metal}\n{''.join(lines)}".replace("{metal}", metal)


def tell(root: Path, profile: Profile) -> None:
    """Write two stories with a shared cast: two clips, and one of two takes."""
    lengths = [length // 1000 for length in durations(profile)]
    head = "---\ninclude: cast.yaml\n---\nA workshop at night.\n\n"
    short, usual = next(length for length in lengths if length >= 4), profile.duration.default
    (root / "storyc.toml").write_text("", encoding="utf-8")
    (root / "cast.yaml").write_text(CAST, encoding="utf-8")
    (root / "1.story").write_text(f"{head}{clip(profile, short, 'tin')}\n{clip(profile, usual, 'brass')}", "utf-8")
    (root / "2.story").write_text(head.replace("---\n", "---\ntakes: 2\n", 1) + clip(profile, usual, "gold"), "utf-8")


class Bought:
    """A project with a series, and the host at which it is bought."""

    def __init__(self, model: str, root: Path, url: str, said: Callable[[], tuple[str, str]]) -> None:
        self.profile, self.root, self.url, self._said = load(model, None), root, url, said
        self.host = host_of(model)
        self.words = [".", "--model", model, "--provider", self.host, "--yes", "--max-cost", "90"]
        if self.profile.price.evidence == "unverified":
            self.words += ["--trust-prices", model]

    def call(self, *words: str) -> Any:
        """The JSON that a command prints, None where it prints none."""
        assert run([*words, "--model", self.profile.id]) == exits.DONE, self._said()
        told, _ = self._said()
        return msgspec.json.decode(told) if "json" in words or words[0] == "render" else None

    def book(self) -> dict[str, Any]:
        return requests.get(f"{self.url}/emulator/book", timeout=20).json()

    def states(self) -> list[str]:
        ledger = read_ledger(self.root / ".storyc/rehearsal")
        if ledger is None:
            return []
        try:
            return [attempt.state for attempt in ledger.attempts()]
        finally:
            ledger.close()

    def kill(self) -> None:
        """Build one clip after the other, and kill that as soon as the host has accepted one."""
        words = [sys.executable, "-m", "storyboard", "build", *self.words, "--jobs", "1", "--quiet"]
        with subprocess.Popen(words, cwd=self.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            until = time.monotonic() + _WAIT
            while "accepted" not in self.states():
                assert process.poll() is None
                assert time.monotonic() < until, self.states()
                time.sleep(0.02)
            process.kill()
        assert process.returncode == -signal.SIGKILL

    def build(self) -> None:
        code = run(["build", *self.words])
        assert code == exits.DONE, self._said()[1]

    def usd(self, *lengths: int) -> float:
        """What clips of so many seconds cost."""
        return sum(price(self.profile, self.profile.size.default, seconds) for seconds in lengths) / 1e6


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable, key in KEYS.items():
        monkeypatch.setenv(variable, key)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bought(
    request: pytest.FixtureRequest, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Generator[Bought]:
    """The series of a model, whose host's key alone arrives there."""
    variable = hosts.host(host_of(request.param)).key.variable
    words = ("--host", host_of(request.param), "--seconds", str(SECONDS), "--cuts", "--key", KEYS[variable])
    with emulating(*words, "--credits", "1000") as told:
        between = Between(told["url"])
        between.elsewhere = between.url  # what the host says of its addresses leads here too
        for name, value in told["env"].items():
            monkeypatch.setenv(name, value.replace(told["url"], between.url))
        tell(root, load(request.param, None))
        try:
            yield Bought(request.param, root, told["url"], capsys.readouterr)
        finally:
            between.close()
        assert between.keys() == {variable}


@pytest.mark.parametrize("bought", MODELS, indirect=True)
def test_a_series_is_bought_killed_resumed_verified_joined_and_changed(bought: Bought) -> None:
    profile = bought.profile
    short, usual = next(length // 1000 for length in durations(profile) if length >= 4000), profile.duration.default
    schema = request_schema(profile.id)
    for request in bought.call("render", "."):
        assert schema is None or list(faults(schema, request["request"])) == []
    total = bought.usd(short, usual, usual, usual)
    assert bought.call("plan", ".", "--format", "json")["total_usd"] == pytest.approx(total, abs=1e-4)

    bought.kill()
    bought.build()
    book = bought.book()
    assert (book["submits"], len(book["jobs"]), bought.states()) == (4, 4, ["published"] * 4)
    assert book["total_usd"] == pytest.approx(total, abs=1e-4)
    # Where a model is told the order alone, its cuts fall where it likes: here evenly, which is near enough to a plan.
    near = ("--tolerance", "1s") if profile.shots.style == "ordered" else ()
    bought.call("verify", ".", "--provider", bought.host, *near)
    lengths = [probe(bought.root / f"build/_rehearsal/{name}.mp4").video_ms / 1000 for name in (1, 2)]
    assert lengths == pytest.approx([short + usual, usual], abs=0.2)

    # One word: `diff` and `plan` say what it costs, and that alone is bought.
    for words in (
        ["init", "-q"],
        ["add", "*.story", "cast.yaml"],
        ["-c", "user.name=W", "-c", "user.email=w@e", "commit", "-qm", "1"],
    ):
        subprocess.run(["git", *words], cwd=bought.root, check=True)
    story = bought.root / "1.story"
    story.write_text(story.read_text(encoding="utf-8").replace("a brass case", "a silver case"), encoding="utf-8")
    changed = bought.call("diff", "HEAD", ".", "--format", "json")
    assert [
        (row["story"], row["clip"]["title"], row["change"]) for row in changed["clips"] if row["change"] != "same"
    ] == [("1.story", "brass", "changed")]
    assert changed["total_usd"] == pytest.approx(bought.usd(usual), abs=1e-4)
    assert bought.call("plan", ".", "--format", "json")["total_usd"] == pytest.approx(bought.usd(usual), abs=1e-4)
    bought.build()
    again = bought.book()
    assert (again["submits"], len(again["jobs"])) == (5, 5)
    assert again["total_usd"] - book["total_usd"] == pytest.approx(bought.usd(usual), abs=1e-4)
    bought.call("verify", ".", "--provider", bought.host, *near)
