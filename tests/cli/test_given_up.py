"""What was given up by hand: only what nobody has any more, and what shows up all the same is never paid for again."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import script
from storyboard.ledger import open_ledger
from storyboard.providers.protocols.jobs import history
from tests.cli.paying import TWO, Project, project
from tests.cli.test_arrived import clip
from tests.emulate.hosting import later

Make = Callable[..., AbstractContextManager[Project]]
LAMP = TWO.partition("\n# The lamp")[0]
CLIP = "build/a/01-the-match.mp4"
PRICE = 625_000
ALL = "all"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of one clip against a host whose first submit has the faults that are named, asked by v2."""

    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        first = script(f"- [{', '.join(faults)}]\n- none\n") if faults else ()
        root = tmp_path / "ours"
        root.mkdir()
        return project(root, monkeypatch, capsys, script=first, story=LAMP, protocol="v2", **more)

    return made


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The jobs that the host's history does not show yet, or ALL, to be filled by the test."""
    real, names = history.read, set[str]()

    def read(*given: Any, **more: Any) -> Any:
        jobs = real(*given, **more)
        return tuple(job for job in jobs if not {ALL, job.request_id} & names) if isinstance(jobs, tuple) else jobs

    monkeypatch.setattr(history, "read", read)
    return names


def clone(it: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """What a colleague has of the project: what git carries, and a ledger if he has one. The folder is his then."""
    root = it.root.parent / "theirs"
    root.mkdir(exist_ok=True)
    for name in ("storyc.toml", "a.story", "storyc.lock"):
        if (it.root / name).exists():
            shutil.copy(it.root / name, root / name)
    monkeypatch.chdir(root)
    return Project(root, it.host, it.capsys)


def returned(it: Project, other: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring the lock file of a colleague to the project, whose folder is the working one then."""
    shutil.copy(other.root / "storyc.lock", it.root / "storyc.lock")
    monkeypatch.chdir(it.root)


def resolve(it: Project, *words: str) -> int:
    """The exit code of settling the first attempt."""
    return it.call("ledger", "resolve", it.attempts()[0].id, *words)


def counted(it: Project) -> int:
    """What the ledger counts, in micro-dollars."""
    return sum(attempt.held + attempt.spent for attempt in it.attempts())


def job_of(it: Project, number: int = 0) -> str:
    """The name of a job of the host."""
    name: str = it.host.book()["jobs"][number]["request_id"]
    return name


# ---- what somebody still has is not given up -------------------------------------------------------------------------


def test_a_clip_that_lies_where_it_was_put_is_not_given_up(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        shutil.rmtree(it.root / ".storyc/store")
        for flags in ((), ("--no-look",)):
            assert resolve(it, "--lost", *flags) == exits.USAGE
            back = ("--file", CLIP)
            named = f"`storyc ledger resolve {it.attempts()[0].id} {' '.join(back)}` takes it back"
            assert f"lies in `{CLIP}`: {named}" in it.err
        assert resolve(it, *back) == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        assert (it.charges(), counted(it)) == (1, PRICE)


def test_a_clip_that_lies_where_it_was_put_before_is_not_given_up(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        shutil.copytree(it.root / "build", it.root / "before")
        (it.root / "a.story").rename(it.root / "b.story")
        assert it.build(paths=("b.story",)) == exits.DONE, it.err
        shutil.rmtree(it.root / ".storyc/store")
        shutil.rmtree(it.root / "build/b")
        assert resolve(it, "--lost") == exits.USAGE
        assert f"lies in `{CLIP}`" in it.err


def test_a_clip_that_the_host_still_gives_is_not_given_up(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        shutil.rmtree(it.root / ".storyc/store")
        shutil.rmtree(it.root / "build")
        assert resolve(it, "--lost") == exits.USAGE
        how = f"`storyc ledger resolve {it.attempts()[0].id} --refetch` fetches it"
        assert f"the host still has request `{job_of(it)}`: {how}" in it.err
        assert resolve(it, "--refetch") == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        assert (it.charges(), counted(it)) == (1, PRICE)


def test_a_clip_that_nobody_has_any_more_is_given_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        shutil.rmtree(it.root / ".storyc/store")
        (it.root / CLIP).write_bytes(b"of another")
        later(monkeypatch, 1_000_000)
        assert resolve(it, "--lost") == exits.DONE, it.err
        assert (it.states(), counted(it)) == (["void"], PRICE)


# ---- what was given up is looked for all the same --------------------------------------------------------------------


def test_what_was_given_up_without_a_look_is_taken_up_again_and_counts_once(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        shutil.rmtree(it.root / ".storyc/store")
        shutil.rmtree(it.root / "build")
        for _ in range(2):
            assert it.call("ledger", "resolve", it.attempts()[-1].id, "--lost", "--no-look") == exits.DONE, it.err
            assert it.build("--yes") == exits.DONE, it.err
            assert f"attempt `{it.attempts()[0].id}` counts its price" in it.err
            shutil.rmtree(it.root / ".storyc/store")
            shutil.rmtree(it.root / "build")
        assert (it.charges(), counted(it), it.states()) == (1, PRICE, ["void", "void", "published"])


def unfinished(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up the clip of a job that the host is at for longer than anybody waits."""
    monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
    assert it.build("--yes") == exits.NOT_FINISHED, it.err
    assert resolve(it, "--lost") == exits.DONE, it.err


def test_a_job_that_was_given_up_is_taken_up_once_the_host_has_finished_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(seconds=600.0) as it:
        unfinished(it, monkeypatch)
        # Who has given it up may buy anew; nobody is sent back to wait for it.
        assert it.build() == exits.USAGE
        assert "0.625 USD would be spent" in it.err
        later(monkeypatch, 601)
        assert it.build("--yes") == exits.DONE, it.err
        assert "is found at the host: paid for on" in it.err
        assert (it.charges(), counted(it), it.states()) == (1, PRICE, ["void", "published"])
        assert it.build("--locked") == exits.DONE, it.err
        assert it.call("ledger", "audit") == exits.DONE, it.out


def test_what_a_colleague_has_of_a_clip_that_was_given_up_is_taken_up(
    make: Make, monkeypatch: pytest.MonkeyPatch, hidden: set[str]
) -> None:
    with make(seconds=600.0) as it:
        unfinished(it, monkeypatch)
        later(monkeypatch, 601)
        other = clone(it, monkeypatch)
        assert other.build("--yes") == exits.DONE, other.err
        returned(it, other, monkeypatch)
        lock = (it.root / "storyc.lock").read_bytes()
        hidden.add(job_of(it))
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        assert json.loads(it.out)["clips"][0]["state"] == "elsewhere"
        assert it.build("--yes") == exits.DONE, it.err
        assert (it.charges(), counted(it)) == (1, PRICE)
        assert (it.root / "storyc.lock").read_bytes() == lock
        assert it.build("--locked") == exits.DONE, it.err


def test_a_clip_of_another_order_stays_given_up_unless_somebody_names_its_job(make: Make) -> None:
    with make("size") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        lock = (it.root / "storyc.lock").read_bytes()
        assert resolve(it, "--lost") == exits.DONE, it.err
        # Neither the host nor the lock file of before bring it back.
        for text in (None, lock):
            (it.root / "storyc.lock").write_bytes(text or (it.root / "storyc.lock").read_bytes())
            assert it.build() == exits.USAGE
            assert "0.625 USD would be spent" in it.err
        assert it.build("--take-up", job_of(it)) == exits.GENERATION_FAILED, it.err
        assert "it is not as it was ordered" in it.err
        assert (it.charges(), counted(it), it.states()) == (1, PRICE, ["void", "published"])


def test_a_clip_without_a_name_that_was_given_up_counts_once_when_its_job_shows(make: Make, hidden: set[str]) -> None:
    with make("cut-after-billing") as it:
        hidden.add(ALL)
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
        assert resolve(it, "--file", str(clip(it.root))) == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        shutil.rmtree(it.root / ".storyc/store")
        shutil.rmtree(it.root / "build")
        hidden.clear()
        job = job_of(it)
        assert resolve(it, "--lost") == exits.USAGE
        assert f"`storyc ledger resolve {it.attempts()[0].id} --attach {job}` names it" in it.err
        assert resolve(it, "--lost", "--no-look") == exits.DONE, it.err
        assert it.build("--yes") == exits.DONE, it.err
        assert (it.charges(), counted(it), it.states()) == (1, PRICE, ["void", "published"])
        # Nor twice when that is given up in its turn.
        shutil.rmtree(it.root / ".storyc/store")
        shutil.rmtree(it.root / "build")
        assert it.call("ledger", "resolve", it.attempts()[1].id, "--lost", "--no-look") == exits.DONE, it.err
        assert it.build("--yes") == exits.DONE, it.err
        assert (it.charges(), counted(it)) == (1, PRICE)


def test_a_send_that_was_given_up_counts_what_the_host_has_charged_for_it(make: Make, hidden: set[str]) -> None:
    with make("cut-after-billing", "cost=0.7") as it:
        hidden.add(ALL)
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
        assert resolve(it, "--lost", "--no-look") == exits.DONE, it.err
        assert counted(it) == PRICE
        hidden.clear()
        assert it.build("--yes") == exits.DONE, it.err
        assert f"attempt `{it.attempts()[0].id}` counts what it has cost, 0.7 USD" in it.err
        assert (it.charges(), counted(it), it.states()) == (1, 700_000, ["void", "published"])
        assert it.call("ledger", "audit") == exits.DONE, it.out
        # Its job has a name by now, so that the invoice is explained.
        assert it.attempts()[0].request_id == job_of(it)
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        it.call("ledger", "reconcile", "--from", day, "--to", day, "--format", "json")
        assert (json.loads(it.out)["not_billed"], json.loads(it.out)["counted_usd"]) == ([], 0.7)


def test_what_is_taken_up_beside_the_job_of_a_send_that_was_given_up_counts_too(
    make: Make, monkeypatch: pytest.MonkeyPatch, hidden: set[str]
) -> None:
    with make("cut-after-billing") as it:
        hidden.add(ALL)
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
        assert resolve(it, "--lost", "--no-look") == exits.DONE, it.err
        begun = datetime.now(UTC)
        while datetime.now(UTC) < begun + timedelta(seconds=1):  # a history tells whole seconds
            time.sleep(0.05)
        other = clone(it, monkeypatch)
        assert other.build("--yes") == exits.DONE, other.err
        hidden.clear()
        monkeypatch.chdir(it.root)
        assert it.build("--yes") == exits.DONE, it.err
        assert f"the host also has `{job_of(it)}`" in it.err
        # Ours has its cost in the attempt that was given up, and the colleague's is another.
        assert (it.charges(), it.attempts()[1].request_id, counted(it)) == (2, job_of(it, 1), 2 * PRICE)


def test_a_job_that_is_given_up_counts_what_the_host_says_then(make: Make, hidden: set[str]) -> None:
    with make("cut-after-billing", "failed-with-cost", "cost=0.7") as it:
        hidden.add(ALL)
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
        hidden.clear()
        assert resolve(it, "--lost") == exits.USAGE
        assert "it is written down" in it.err
        assert resolve(it, "--lost") == exits.DONE, it.err
        assert "counts 0.7 USD as spent for nothing" in it.err
        assert (counted(it), it.states()) == (700_000, ["void"])
        assert it.call("ledger", "audit") == exits.DONE, it.out


@pytest.mark.parametrize("how", ["--lost", "--not-billed"])
def test_the_silence_of_another_account_proves_nothing(make: Make, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    with make(*(["cut-after-billing"] if how == "--not-billed" else []), seconds=600.0) as it:
        monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
        with monkeypatch.context() as lost:
            lost.setattr(history, "read", lambda *_, **__: ())
            assert it.build("--yes") in (exits.NOT_FINISHED, exits.OUTCOME_UNKNOWN), it.err
        with monkeypatch.context() as other:
            other.setenv("SEGMIND_API_KEY", "SG_fedcba9876543210")
            assert resolve(it, how) == exits.USAGE
            assert "by this key, and it was sent with another one" in it.err
            assert "`--no-look` settles it" in it.err
        assert counted(it) == PRICE
        assert resolve(it, how, "--no-look") == exits.DONE, it.err


# ---- a job that another send has begun -------------------------------------------------------------------------------


def doubled(it: Project, monkeypatch: pytest.MonkeyPatch, hidden: set[str], *, copied: bool) -> tuple[str, str]:
    """A send whose answer is lost and whose job does not show, and the job of a colleague whose lock file came.

    His ledger is another one or `copied` from ours before the send.
    """
    hidden.add(ALL)
    if copied:
        open_ledger(it.root / ".storyc").close()
        shutil.copytree(it.root / ".storyc", it.root.parent / "theirs" / ".storyc")
    assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
    (attempt,) = it.attempts()
    assert attempt.sent is not None
    while datetime.now(UTC) < attempt.sent + timedelta(seconds=1):  # a lock file tells whole seconds
        time.sleep(0.05)
    other = clone(it, monkeypatch)
    assert other.build("--yes") == exits.DONE, other.err
    returned(it, other, monkeypatch)
    ours, theirs = job_of(it), job_of(it, 1)
    hidden.clear()
    hidden.add(ours)
    return ours, theirs


@pytest.mark.parametrize("copied", [False, True])
def test_a_job_that_another_send_has_begun_is_not_the_lost_answers(
    make: Make, monkeypatch: pytest.MonkeyPatch, hidden: set[str], copied: bool
) -> None:
    with make("cut-after-billing") as it:
        ours, theirs = doubled(it, monkeypatch, hidden, copied=copied)
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
        assert f"only `{theirs}`, which another send has begun, as `storyc.lock` says" in it.err
        assert resolve(it, "--attach", theirs) == exits.USAGE
        id = it.attempts()[0].id
        assert f"`{theirs}` was begun by another send, as `storyc.lock` says: `storyc ledger show {id}`" in it.err
        assert it.states() == ["unknown"]
        # The one that the lock file leaves is its own.
        hidden.clear()
        assert it.build("--yes") == exits.DONE, it.err
        assert [attempt.request_id for attempt in it.attempts()] == [ours]
        assert (it.charges(), counted(it)) == (2, PRICE)


@pytest.mark.parametrize(
    ("flag", "copied", "counts"),
    [("--not-billed", False, 0), ("--lost", False, PRICE), ("--not-billed", True, PRICE), ("--lost", True, 2 * PRICE)],
)
def test_a_lost_answer_that_never_shows_leaves_the_clip_to_who_has_bought_it(
    make: Make, monkeypatch: pytest.MonkeyPatch, hidden: set[str], flag: str, copied: bool, counts: int
) -> None:
    with make("cut-after-billing") as it:
        _, theirs = doubled(it, monkeypatch, hidden, copied=copied)
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
        assert resolve(it, flag) == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        assert [attempt.request_id for attempt in it.attempts()] == [None, theirs]
        assert (it.submits(), counted(it)) == (2, counts)
        assert it.build("--locked") == exits.DONE, it.err
