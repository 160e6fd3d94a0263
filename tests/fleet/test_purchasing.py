"""What a worker sends: as many as the ledger's order allows, at no higher price, and nothing that is there already."""

from __future__ import annotations

import hashlib
import json
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from storyboard.cli import exits
from storyboard.fleet.purchasing import Purchaser
from storyboard.ledger import open_ledger
from storyboard.ledger.records import HostPlace
from storyboard.ledger.submissions import FleetLedger
from storyboard.providers.protocols.jobs.provider import Jobs
from tests.cli.paying import Project, project
from tests.emulate.hosting import KEY
from tools.team.fleet import purchaser, story


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """What submits a story of so many clips to a host with these faults."""

    @contextmanager
    def begun(clips: int | str, *faults: str, **more: Any) -> Iterator[Project]:
        text = clips if isinstance(clips, str) else story(clips)
        with project(tmp_path, monkeypatch, capsys, *faults, story=text, protocol="v2", **more) as it:
            assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
            assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes") == exits.DONE
            yield it

    return begun


@contextmanager
def working(jobs: int = 1, say: Callable[[str], None] = lambda text: None) -> Iterator[Purchaser]:
    one = purchaser(jobs, say)
    with closing(one.ledger):
        yield one


def sendable(one: Purchaser) -> list[int]:
    """The clips that may be sent now."""
    return [attempt.clip for attempt in one.sendable(one.ledger.under_way(100))]


def ids(one: Purchaser, *clips: int) -> list[str]:
    return [attempt.id for attempt in one.ledger.attempts() if attempt.clip in clips and attempt.state != "void"]


def test_until_a_price_was_kept_the_whole_fleet_has_no_more_clips_unfinished_than_one_build(fleet: Any) -> None:
    with fleet(6) as it, working(2) as one, working(2) as other:
        assert sendable(one) == sendable(other) == [1, 2]
        sent = one.send(ids(one, 1, 2))
        assert [id for id, _ in sent] == ids(one, 1, 2)
        assert sendable(one) == sendable(other) == []
        # Nobody takes from the one who has sent it what he goes on with.
        assert not any(map(other.is_mine, other.ledger.under_way(0)))
        assert all(one.bring(id, 1) is None for id, _ in sent)
        assert sendable(one) == sendable(other) == [3, 4, 5, 6]
        assert other.send(ids(one, 1, 2, 3)) == [(ids(one, 3)[0], other.wait(one.ledger.attempts()[2], 1))]
        assert it.charges() == 3
        assert it.states() == ["recorded", "recorded", "accepted", "reserved", "reserved", "reserved"]


def test_an_appointment_sends_no_more_than_the_ledgers_order_allows_and_nothing_of_another_host(fleet: Any) -> None:
    """Whoever may write the tables of DBOS may name any attempt there."""
    with fleet(3) as it, working() as one:
        with closing(open_ledger(it.root / ".storyc", place=HostPlace("another"))) as other:
            one.ledger, own = cast(FleetLedger, other), one.ledger
            assert one.send(ids(one, 1, 2, 3)) == []
            assert it.states() == ["reserved"] * 3
            one.ledger = own
            assert [id for id, _ in one.send(ids(one, 3, 2, 1))] == ids(one, 1)
            calls, one.ledger = it.calls(), cast(FleetLedger, other)
            assert one.bring(ids(one, 1)[0], 1) is None
            one.ledger = own
        assert it.calls() == calls
        assert it.charges() == 1


def test_what_costs_more_than_was_agreed_to_is_not_bought(fleet: Any) -> None:
    with fleet(3, "cost=0.7") as it, working() as one:
        [(first, _)] = one.send(ids(one, 1))
        one.bring(first, 1)
        assert one.send(ids(one, 2)) == []
        assert it.states() == ["recorded", "void", "reserved"]
        assert "it costs 0.7 USD by now, and 0.625 USD were agreed to" in it.attempts()[1].note
        assert it.charges() == 1


def test_a_key_that_the_host_refuses_sends_nothing_more_and_takes_nothing_away(
    fleet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fleet(2, key=KEY) as it:
        monkeypatch.setenv("SEGMIND_API_KEY", KEY[:-1] + ("0" if KEY[-1] != "0" else "1"))
        with working() as one:
            assert one.send(ids(one, 1, 2)) == []
            assert one.closed
            assert sendable(one) == []
        assert it.states() == ["reserved", "reserved"]
        assert it.charges() == 0


def test_an_empty_account_is_said_once_and_asked_until_it_is_topped_up(
    fleet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storyboard.fleet.purchasing._CLOSED", 0.0)
    said: list[str] = []
    with fleet(2, credits=1_900_000) as it, working(2, said.append) as one:
        assert it.host.submit(seed=1).status_code == it.host.submit(seed=2).status_code == 200  # for others
        assert len(one.send(ids(one, 1, 2))) == 1
        assert sendable(one) == []
        assert sendable(one) == []
        assert one.closed
        assert sorted(it.states()) == ["accepted", "reserved", "void"]
        assert sum("credits" in text for text in said) == 1, said
        kept = it.host.server.host.book
        kept.settings = msgspec.structs.replace(kept.settings, credits=10_000_000)
        assert len(sendable(one)) == 1
        assert len(one.send(ids(one, 1, 2))) == 2  # with the one that is there
        assert it.charges() == 4


def test_what_two_threads_have_to_say_is_said_once(fleet: Any) -> None:
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        if len(said) == 1:
            other = threading.Thread(target=one.say, args=(text,))
            other.start()
            other.join(60)

    with fleet(1), working(1, say) as one:
        one.say("error: the host is away")
        assert said == ["error: the host is away"]


def test_what_has_happened_again_is_said_again(fleet: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    with fleet(1), working(1, said.append) as one:
        for _ in range(2):
            one.say("error: the host is away")
        monkeypatch.setattr("storyboard.fleet.purchasing._SILENCE", 0.0)
        one.say("error: the host is away")
        assert said == ["error: the host is away"] * 2


def test_a_lost_answer_is_found_in_the_history_and_never_sent_again(fleet: Any) -> None:
    with fleet(1, "504-billed", "history-late=0.5") as it, working() as one:
        one.send(ids(one, 1))
        [attempt] = it.attempts()
        assert attempt.state in ("accepted", "unknown")
        assert one.send([attempt.id]) in ([], [(attempt.id, one.wait(attempt, 1))])
        while it.states() != ["recorded"]:
            one.bring(attempt.id, 1)
        assert it.submits() == it.charges() == 1


def test_what_another_machine_has_bought_meanwhile_is_taken_up(
    fleet: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fleet(2) as it, working(2) as one:
        other = tmp_path / "other"
        other.mkdir()
        for name in ("a.story", "storyc.toml"):
            (other / name).write_bytes((it.root / name).read_bytes())
        monkeypatch.chdir(other)
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        monkeypatch.chdir(it.root)
        one.send(ids(one, 1, 2))
        assert it.charges() == it.submits() == 2
        taken, *_, bought = sorted(it.attempts(), key=lambda attempt: (attempt.clip, attempt.state))
        assert (bought.clip, bought.state) == (2, "accepted")
        assert any(attempt.taken_up for attempt in it.attempts())
        assert it.call("fleet", "status", "--format", "json") == exits.DONE
        [plan] = json.loads(it.out)["plans"]
        assert plan["clips"] == {"host": 2}
        assert taken.clip == 1
        assert one.ledger.audit() == []


def test_a_local_sound_goes_with_what_was_submitted_by_its_hash(fleet: Any, tmp_path: Path) -> None:
    sound = tmp_path / "a.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 8000 * 5))
    with fleet("model: wan-2.6-t2v@segmind\naudio: a.wav\nShot 1 [0-5s] A lamp.\n") as it, working() as one:
        kept = hashlib.sha256(sound.read_bytes()).hexdigest()
        sound.unlink()
        [attempt] = it.attempts()
        assert f"sha256:{kept}" in attempt.request
        [(id, _)] = one.send([attempt.id])
        one.bring(id, 1)
        assert it.states() == ["recorded"]
        assert it.charges() == 1


def test_a_clip_that_one_worker_is_told_twice_to_send_is_sent_once_and_left_as_it_is(
    fleet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, real = threading.Barrier(2), Jobs.submit

    def submit(*given: Any, sending: Any, **more: Any) -> Any:
        both.wait(180)  # both have been handed it

        def once() -> bool:
            ours = sending()
            both.wait(180)  # and the second one gives up while the first is sending
            return ours

        return real(*given, sending=once, **more)

    monkeypatch.setattr(Jobs, "submit", submit)
    with fleet(1) as it, working() as one:
        [id] = ids(one, 1)
        threads = [threading.Thread(target=one.send, args=([id],)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert it.charges() == 1
        assert [attempt.id for attempt in it.attempts()] == [id]
        assert one.ledger.audit() == []


def test_what_one_of_its_threads_sends_a_worker_does_not_take_for_left(
    fleet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its appointment may be gone, as with the tables of DBOS."""
    real, seen = Jobs.submit, list[tuple[str, bool]]()

    def submit(*given: Any, sending: Any, **more: Any) -> Any:
        def begun() -> bool:
            ours: bool = sending()
            seen.extend((attempt.state, one.is_mine(attempt)) for attempt in one.ledger.under_way(0))
            return ours

        return real(*given, sending=begun, **more)

    monkeypatch.setattr(Jobs, "submit", submit)
    with fleet(1), working() as one:
        one.send(ids(one, 1))
        assert seen == [("sending", False)]
        assert all(map(one.is_mine, one.ledger.under_way(0)))


def test_a_worker_puts_several_clips_into_a_bucket_at_once(fleet: Any) -> None:
    with fleet(1), working() as one:
        addresses = msgspec.structs.replace(one._addresses, store="s3://films")
        other = Purchaser(
            one.ledger, one._store, one._provider, one._config, addresses, one._access, one.say, jobs=1
        )  # fmt: skip
        keeping = other._context(other._books(()), "never").keeping
        assert keeping is other._bringing.keeping
        assert all(keeping.acquire(blocking=False) for _ in range(2))
