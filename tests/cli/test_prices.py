"""Whose prices money is agreed to in, and what a run does where the host charges more than they say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard import profiles
from storyboard.cli import exits
from storyboard.emulate.faults import parse
from tests.cli.paying import Project, project

Make = Callable[..., AbstractContextManager[Project]]
SHIPPED = (Path(profiles.__file__).parent / f"{profiles.DEFAULT}.yaml").read_text()
OWN = "wan-9-pro@segmind"
# A thousandth of the price that the host charges for the shipped one.
CHEAP = SHIPPED.replace("wan-2.6-t2v", "wan-9-pro").replace("720p: 0.125", "720p: 0.001").replace("0.1875", "0.001")
EIGHT = "".join(
    f"# Clip {number}\nA lamp burns in the rain.\nShot 1 [0-5s] The flame leans {number} times.\n\n"
    for number in range(1, 9)
)
FOUR = EIGHT.partition("# Clip 5")[0]
DEAR = "the host has charged 1.9 USD, and its price is 0.625 USD"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of eight clips against a host with the faults that are named."""

    def made(*faults: str, own: bool = False, **more: Any) -> AbstractContextManager[Project]:
        given: Mapping[str, str] = {OWN: CHEAP} if own else {}
        return project(tmp_path, monkeypatch, capsys, *faults, profiles=given, **{"story": EIGHT, **more})

    return made


def settle(it: Project, text: str) -> None:
    (it.root / "storyc.toml").write_text(text)


def test_a_projects_own_price_buys_nothing_unless_somebody_outside_vouches_for_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make("cost=2.8125", own=True, protocol="v2") as it:
        settle(it, f'model = "{OWN}"\njobs = 32\n')
        monkeypatch.setenv("STORYC_CAPS_MONTH", "5")
        assert it.build("--max-cost", "1") == exits.USAGE
        assert f"the prices of `{OWN}` are the project's own, and nobody outside of it vouches for them" in it.err
        assert f"`--trust-prices {OWN}`" in it.err
        assert it.calls() == 0
        assert it.states() == []

        assert it.build("--max-cost", "1", "--trust-prices", OWN, "--report", "report.json") == exits.CAP
        assert it.charges() == 1
        assert "`a.story` clip 1 was charged 2.8125 USD, and its price is 0.005 USD" in it.err
        rows = it.report()["clips"]
        assert [row["state"] for row in rows] == ["done"] + ["refused"] * 7
        assert it.report()["total_usd"] == 2.8125

        # What was seen is kept, and nobody agrees to a thousandth again.
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        assert json.loads(it.out)["total_usd"] == 7 * 2.8125
        assert f"the host has charged 2.8125 USD for 5 s of 1280*720 by `{OWN}` (attempt" in it.err
        assert it.build("--max-cost", "1", "--trust-prices", OWN) == exits.CAP
        assert "more than the price of 0.005 USD: it is counted at that" in it.err
        assert it.charges() == 1


def test_a_variable_vouches_and_a_projects_file_does_not(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make("cost=0.005", own=True, protocol="v2") as it:
        settle(it, f'model = "{OWN}"\ntrust_prices = ["{OWN}"]\n')
        assert it.build("--yes") == exits.USAGE
        assert "`trust_prices` is never said by a project's file" in it.err
        settle(it, f'model = "{OWN}"\n')
        monkeypatch.setenv("STORYC_TRUST_PRICES", f"other@segmind {OWN}")
        assert it.build("--yes") == exits.DONE, it.err
        assert it.charges() == 8


@pytest.mark.parametrize("name", [profiles.DEFAULT, "nothing@segmind"])
def test_the_flag_is_for_no_price_that_storyc_vouches_for(make: Make, name: str) -> None:
    with make() as it:
        assert it.build("--yes", "--trust-prices", name) == exits.USAGE
        assert f"`--trust-prices {name}` vouches for no price that this run needs vouched for" in it.err
        assert it.calls() == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A size of which storyc knows no price.
        ("    1280*720: 720p\n", "    1280*720: 720p\n    640*360: 720p\n"),
        # The length would be sent under the name of the seed.
        ("    duration: duration\n    seed: seed\n", "    duration: seed\n    seed: duration\n"),
    ],
)
def test_a_project_that_changes_a_shipped_profile_needs_somebodys_word(make: Make, old: str, new: str) -> None:
    with make() as it:
        assert old in SHIPPED
        (it.root / "profiles").mkdir()
        (it.root / "profiles" / f"{profiles.DEFAULT}.yaml").write_text(SHIPPED.replace(old, new))
        if "640" in new:
            (it.root / "a.story").write_text("---\nsize: 640*360\n---\n" + EIGHT)
        assert it.build("--yes") == exits.USAGE
        assert f"`--trust-prices {profiles.DEFAULT}`" in it.err
        assert it.calls() == 0


@pytest.mark.parametrize("fault", ["no-cost=answer", "no-cost"])
def test_a_cost_that_no_answer_names_is_looked_for_in_the_history_and_the_balance(make: Make, fault: str) -> None:
    with make("cost=2.8125", fault, own=True, protocol="v2") as it:
        settle(it, f'model = "{OWN}"\n')
        assert it.build("--yes", "--trust-prices", OWN) == exits.CAP
        assert it.charges() == 1
        assert "`a.story` clip 1 was charged 2.8125 USD" in it.err


@pytest.mark.parametrize("protocol", ["v1", "v2"])
def test_a_host_that_raises_its_price_is_paid_for_few_clips(make: Make, protocol: str) -> None:
    with make("cost=1.9", protocol=protocol) as it:
        assert it.build("--max-cost", "5", "--jobs", "4") == exits.CAP
        assert 1 <= it.charges() <= 4
        assert it.submits() == it.charges()
        assert DEAR in it.err
        assert re.search("clip [0-9] is not written: not sent, since `a.story` clip [0-9] was charged 1.9 USD", it.err)
        spent = it.charges()
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        rows = [row for row in json.loads(it.out)["clips"] if row["state"] == "new"]
        assert [row["price_usd"] for row in rows] == [1.9] * (8 - spent)
        assert it.build("--max-cost", "5") == exits.CAP
        assert it.charges() == spent
        # Who agrees to the higher figure gets the rest.
        assert it.build("--max-cost", f"{1.9 * (8 - spent):.1f}") == exits.DONE, it.err
        # One that had begun as the first charge came was not sent, and is void.
        assert {(attempt.price, attempt.spent) for attempt in it.attempts() if attempt.state != "void"} == {
            (625_000, 1_900_000),
            (1_900_000, 1_900_000),
        }
        assert all(attempt.spent == 0 for attempt in it.attempts() if attempt.state == "void")


@pytest.mark.parametrize("fault", ["failed-with-cost", "junk"])
def test_what_is_charged_above_its_price_for_no_clip_stops_the_run_too(make: Make, fault: str) -> None:
    dear = (parse("cost=1.9"), parse(fault))
    with make(script=((), *(dear,) * 3), protocol="v2", story=FOUR) as it:
        settle(it, "[host.segmind]\nin_flight = 1\n")
        # 2.5 USD were agreed to, and the first clip has cost what it should.
        assert it.build("--yes", "--jobs", "1", "--report", "report.json") == exits.CAP
        assert (it.submits(), it.charges()) == (2, 2)
        assert f"clip 2 failed: {DEAR}; " in it.err
        assert "clip 3 is not written: not sent, since `a.story` clip 2 was charged 1.9 USD" in it.err
        assert [row["state"] for row in it.report()["clips"]] == ["done", "failed", "refused", "refused"]
        assert [attempt.held for attempt in it.attempts()] == [0, 1_900_000]
        # What it holds is counted, and so is its price from now on.
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        assert json.loads(it.out)["total_usd"] == 3.8
        assert it.build("--max-cost", "2.5") == exits.CAP
        assert it.submits() == 2
        assert it.call("ledger", "audit") == exits.DONE, it.err


def test_the_last_clip_too_says_that_it_was_dearer(make: Make) -> None:
    with make("cost=1.9") as it:
        assert it.build("--yes", "--only", "1", "--quiet") == exits.CAP
        assert DEAR in it.err
        assert it.build("--yes", "--only", "1") == exits.DONE


def test_a_plan_whose_total_was_edited_is_no_consent(make: Make) -> None:
    with make() as it:
        assert it.call("plan", "a.story", "-o", "p.json") == exits.DONE
        digest = re.search("digest ([0-9a-f]{64})", it.err)
        assert digest is not None
        text = (it.root / "p.json").read_text()
        for old, new, why in (
            ('"total_usd": 5', '"total_usd": 0.01', "comes to 0.01 USD, and the prices of its clips come to 5 USD"),
            (digest[1], "ab" * 32, "the plan was changed since it was saved"),
            (f'"digest": "{digest[1]}"', '"digest": ""', "the plan has no digest"),
            ('"host": "127.0.0.1"', '"host": "api.segmind.com"', "the plan is for api.segmind.com"),
            ('"rehearsal": false', '"rehearsal": true', "the plan was changed since it was saved"),
        ):
            assert old in text
            (it.root / "p.json").write_text(text.replace(old, new))
            assert it.call("build", "--plan", "p.json", "--provider", "segmind") == exits.OUT_OF_DATE
            assert why in it.err
            assert it.calls() == 0
        (it.root / "p.json").write_text(json.dumps(json.loads(text)))
        code = it.call("build", "--plan", "p.json", "--provider", "segmind", "--draft", "--report", "report.json")
        assert code == exits.DONE, it.err
        assert f"the plan has the digest {digest[1]}" in it.err
        consent = it.report()["consent"]
        assert (consent["how"], consent["plan"]) == ("--plan", digest[1])
        assert consent["who"]
        assert consent["machine"]
        assert {attempt.consent is not None and attempt.consent.plan for attempt in it.attempts()} == {digest[1]}
        assert it.call("ledger", "show", it.attempts()[0].id) == exits.DONE
        assert f"by --plan {digest[1]}" in it.out


@pytest.mark.parametrize(("flags", "how"), [(["--yes"], "--yes"), (["--max-cost", "9"], "--max-cost")])
def test_the_ledger_says_how_somebody_agreed(make: Make, flags: list[str], how: str) -> None:
    with make() as it:
        assert it.build(*flags, "--only", "1", "--report", "report.json") == exits.DONE
        assert it.report()["consent"]["how"] == how
        assert it.call("ledger", "list", "--format", "json") == exits.DONE
        row = json.loads(it.out)[0]
        assert (row["consent"]["how"], row["consent"]["plan"], row["cost_known"]) == (how, None, True)
        # What buys nothing needs nobody's word.
        assert it.build("--only", "1", "--report", "report.json") == exits.DONE
        assert it.report()["consent"] is None


@pytest.mark.parametrize("key", ["store", "ledger"])
@pytest.mark.parametrize("cap", ["DAY", "MONTH", "CLIPS"])
def test_a_project_does_not_move_the_ledger_in_which_a_cap_from_outside_is_counted(
    make: Make, monkeypatch: pytest.MonkeyPatch, key: str, cap: str
) -> None:
    with make() as it:
        settle(it, f'{key} = "fresh"\n[caps]\n{cap.lower()} = 1\n')
        monkeypatch.setenv(f"STORYC_CAPS_{cap}", "2")
        assert it.build("--yes", "--only", "1") == exits.USAGE
        assert f"`{key}` in {it.root / 'storyc.toml'} would move the ledger" in it.err
        assert it.calls() == 0
        assert not (it.root / "fresh").exists()
        monkeypatch.setenv(f"STORYC_{key.upper()}", str(it.root / "mine"))
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err


@pytest.mark.parametrize("drift", ["-660", "5184000"])
def test_a_clock_that_is_wrong_opens_no_day(make: Make, drift: str) -> None:
    with make(f"clock={drift}") as it:
        settle(it, "[caps]\nday = 5\n")
        assert it.build("--yes") == exits.USAGE
        assert re.search(r"clock says [-0-9]+ [:0-9]+ UTC and the host's [-0-9]+ [:0-9]+ UTC", it.err)
        assert it.submits() == 0
        settle(it, "[caps]\nrun = 5\n")
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err


def test_a_clock_that_is_a_little_wrong_is_nobodys_business(make: Make) -> None:
    with make("clock=540") as it:
        settle(it, "[caps]\nmonth = 5\n")
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err


def test_more_than_64_at_once_are_refused(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--jobs", "65") == exits.USAGE
        assert it.calls() == 0


def test_what_one_project_has_seen_of_a_price_stops_the_others_too(make: Make) -> None:
    with make("cost=1.9") as it:
        for name in ("first", "second"):
            (it.root / name).mkdir()
            (it.root / name / "storyc.toml").write_text("")
            (it.root / name / "a.story").write_text(EIGHT.partition("\n\n")[0].replace("lamp", f"{name} lamp"))
        assert it.build("--yes", "--report", "report.json", paths=("first", "second")) == exits.CAP
        assert it.charges() == 1
        assert [row["state"] for row in it.report()["clips"]] == ["done", "refused"]
