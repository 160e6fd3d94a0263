"""No state blocks for ever: of each state in which money hangs, what is said is true, and what is named ends it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import script
from storyboard.production.plan import lockfile
from tests.cli.paying import TWO, Project, project
from tests.cli.test_arrived import clip
from tests.emulate.hosting import later

Make = Callable[..., AbstractContextManager[Project]]
LAMP = TWO.partition("\n# The lamp")[0]
FIRST = "- [{faults}]\n- none\n"  # only the first submit has these faults


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of one clip against a host whose first submit has the faults that are named, asked by v2."""

    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        told = script(FIRST.format(faults=", ".join(faults))) if faults else ()
        return project(tmp_path, monkeypatch, capsys, script=told, story=LAMP, protocol="v2", **more)

    return made


class State(msgspec.Struct, frozen=True):
    """A state that a build ends in: how it comes to be, the exit code, and what each command says of it.

    `ways` are the flags of `ledger resolve` that end it, each with what is counted after the clip is there.
    """

    faults: tuple[str, ...]
    code: int
    said: str
    plan: str
    doctor: str
    shown: tuple[str, ...]
    ways: dict[str, float]
    settings: dict[str, Any] = {}
    patience: int | None = None


STATES = {
    "unknown": State(
        ("cut-after-billing", "history-empty"), exits.OUTCOME_UNKNOWN, "may have been spent; `storyc ledger show {id}`",
        "unknown", "1 unknown", ("--attach REQUEST", "--not-billed", "--file CLIP", "--lost"),
        {"--attach": 0.625, "--not-billed": 0.625, "--file": 0.625, "--lost": 1.25},
    ),
    "charged": State(
        ("failed-with-cost",), exits.GENERATION_FAILED, "`storyc ledger resolve {id} --lost` gives it up, so that it can be bought anew",
        "failed", "1 failed and charged", ("--lost",), {"--lost": 1.25},
    ),
    "spoilt": State(
        ("junk",), exits.GENERATION_FAILED, "`storyc ledger resolve {id} --file CLIP` brings it by hand",
        "running", "1 not fetched", ("--file CLIP", "--lost"), {"--file": 0.625, "--lost": 1.25},
    ),
    "off order": State(
        ("size",), exits.GENERATION_FAILED, "`storyc ledger resolve {id} --accept` takes it as it is",
        "cached", "0.625 USD spent", ("--accept", "--refetch", "--file CLIP", "--lost"),
        {"--accept": 0.625, "--file": 0.625, "--lost": 1.25},
    ),
    "never finished": State(
        (), exits.NOT_FINISHED, "`storyc ledger resolve {id} --lost` gives it up",
        "running", "1 not fetched", ("--file CLIP", "--lost"), {"--file": 0.625},
        {"seconds": 600.0}, 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "flag"), [(name, flag) for name, state in STATES.items() for flag in state.ways])
def test_what_is_said_is_true_and_what_is_named_ends_it(
    make: Make, monkeypatch: pytest.MonkeyPatch, name: str, flag: str
) -> None:
    state = STATES[name]
    if state.patience is not None:
        monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", str(state.patience))
    with make(*state.faults, **state.settings) as it:
        assert it.build("--yes") == state.code, it.err
        (attempt,) = it.attempts()
        id = attempt.id
        assert state.said.format(id=id) in it.err, it.err
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        assert json.loads(it.out)["clips"][0]["state"] == state.plan
        it.call("doctor", "--provider", "segmind")
        assert state.doctor in " ".join(it.out.split())
        assert it.call("ledger", "show", id) == exits.DONE
        assert re.findall(rf"storyc ledger resolve {id} (--[a-z-]+(?: [A-Z]+)?)", it.out) == list(state.shown)
        # A second build says the same, and buys nothing.
        assert it.build("--yes") == state.code, it.err
        assert state.said.format(id=id) in it.err, it.err
        assert it.submits() == 1
        words = {"--file": [str(clip(it.root))], "--attach": [str(it.host.book()["jobs"][0]["request_id"])]}.get(
            flag, []
        )
        assert it.call("ledger", "resolve", id, flag, *words) == exits.DONE, it.err
        assert it.build("--yes") == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        assert sum(attempt.spent for attempt in it.attempts()) == round(state.ways[flag] * 1_000_000)
        assert it.call("ledger", "audit") == exits.DONE, it.out


# ---- what cannot be done says why, and what can ----------------------------------------------------------------------


def test_what_failed_and_was_charged_is_not_called_unbilled(make: Make) -> None:
    with make("failed-with-cost") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        id = it.attempts()[0].id
        assert it.call("ledger", "resolve", id, "--refetch") == exits.USAGE
        assert "and the host charged 0.625 USD for it: `storyc ledger resolve" in it.err
        assert "not billed" not in it.err
        assert it.call("ledger", "list", "--unsettled", "--format", "json") == exits.DONE
        assert json.loads(it.out)[0]["host_deletes"] is None
        assert it.build("--yes", "--max-cost", "0") == exits.GENERATION_FAILED
        assert it.call("ledger", "resolve", id, "--lost") == exits.DONE
        assert it.call("ledger", "resolve", id, "--file", str(clip(it.root))) == exits.USAGE
        assert f"attempt `{id}` is void and was given up for 0.625 USD, and takes no clip any more" in it.err


def test_what_lies_here_is_not_advised_to_be_given_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make("size") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        id = it.attempts()[0].id
        later(monkeypatch, 1e6)
        # As long as nobody has taken it as it is, it may be given up.
        assert it.call("ledger", "resolve", id, "--refetch") == exits.USAGE
        assert f"`storyc ledger resolve {id} --lost` gives it up" in it.err
        assert it.call("ledger", "resolve", id, "--accept") == exits.DONE
        assert it.call("ledger", "resolve", id, "--refetch") == exits.USAGE
        assert "its clip lies in the store, from where `storyc build` takes it" in it.err
        assert "--lost" not in it.err
        shutil.rmtree(it.root / ".storyc/store")
        assert it.call("ledger", "resolve", id, "--refetch") == exits.USAGE
        (back,) = re.findall(r"its clip lies in `[^`]+`: `storyc ([^`]+)` takes it back", it.err)
        assert it.call(*shlex.split(back)) == exits.DONE, it.err
        assert it.call("ledger", "audit") == exits.DONE, it.out


@pytest.mark.parametrize(("faults", "code"), [(("junk",), exits.GENERATION_FAILED), ((), exits.NOT_FINISHED)])
def test_what_is_of_a_host_that_is_no_more_can_be_given_up(
    make: Make, monkeypatch: pytest.MonkeyPatch, faults: tuple[str, ...], code: int
) -> None:
    monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
    with make(*faults, seconds=0.0 if faults else 600.0) as it:
        assert it.build("--yes") == code
        id = it.attempts()[0].id
        monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", it.host.url.replace("127.0.0.1", "localhost"))
        assert it.build("--yes") == exits.GENERATION_FAILED
        assert f"name that host again, or see `storyc ledger show {id}`" in it.err
        assert it.call("ledger", "resolve", id, "--lost") == exits.USAGE
        assert "`--no-look` settles it without asking the host" in it.err
        assert it.call("ledger", "resolve", id, "--lost", "--no-look") == exits.DONE, it.err
        assert it.states() == ["void"]


@pytest.mark.parametrize("name", ["spoilt", "never finished"])
def test_a_block_of_the_lock_file_is_given_up_by_the_same_rule(
    make: Make, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    settings = {"seconds": 600.0} if name == "never finished" else {}
    faults = ("junk",) if name == "spoilt" else ()
    if settings:
        monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
    with make(*faults, **settings) as it:
        it.build("--yes")
        (entry,) = lockfile.read(it.root).blocks.values()
        shutil.rmtree(it.root / ".storyc")
        shutil.rmtree(it.root / "build")
        block = lockfile.block(entry)
        assert it.call("ledger", "resolve", "--lock", block, "--lost") == exits.DONE, it.err
        assert [other.state for other in lockfile.read(it.root).blocks.values()] == ["lost"]


@pytest.mark.parametrize("chosen", [(), ("--take", "1", "--only", "the-match", "--set", "mood=at dusk")])
def test_a_plan_that_is_out_of_date_is_made_again(make: Make, chosen: tuple[str, ...]) -> None:
    with make() as it:
        story = LAMP.replace("A lamp is lit", "A lamp is lit {{ mood }}")
        names = ["a b.story", *(f"{number}.story" for number in range(5 if chosen else 1))]
        build = ("build", "--plan", "plan.json", "--provider", "segmind", "--draft")
        for name in names:
            (it.root / name).write_text(f"---\nvars:\n  mood: at dawn\n---\n{story}")
        assert it.call("plan", *names, *chosen, "-o", "plan.json") == exits.DONE, it.err
        (it.root / "a b.story").write_text(LAMP.replace("lamp", "candle"))
        assert it.call(*build) == exits.OUT_OF_DATE
        named = re.search(r"plan it again: `storyc (plan .* -o FILE)`", it.err)
        assert named is not None, it.err
        assert it.call(*shlex.split(named[1].replace("FILE", "plan.json"))) == exits.DONE, it.err
        assert it.call(*build) == exits.DONE, it.err


def test_what_locked_refuses_is_made_up_without_it(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--locked") == exits.OUT_OF_DATE
        assert it.build("--yes") == exits.DONE
        assert it.build("--locked") == exits.DONE, it.err
