"""What every ledger promises, whatever it is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from storyboard.ledger import LIVE, Caps, Event, Ledger, LedgerTrouble, NoRoom, Reserved, Taken
from storyboard.ledger.records import PriorLook
from storyboard.ledger.rows import seed_of
from storyboard.records.parts import ConsentRecord
from tests.ledger.making import FREE, LEDGERS, PRICE, Clock, brought, held, now_of, opening, request

Opener = Callable[..., Ledger]
STATES = (*LIVE, "void")
MOVES: dict[str, Callable[[Ledger, str], object]] = {
    "sending": lambda ledger, id: ledger.begin_send(id),
    "accepted": lambda ledger, id: ledger.accepted(id, "job-new"),
    "stored": lambda ledger, id: ledger.stored(id, "f" * 64, 10),
    "recorded": lambda ledger, id: ledger.recorded(id, 70, 12.0),
    "published": lambda ledger, id: ledger.published(id, "build/new.mp4"),
    "unknown": lambda ledger, id: ledger.unknown(id, "no answer came"),
    "void": lambda ledger, id: ledger.void(id, "the host said 422"),
    "lost": lambda ledger, id: ledger.void(id, "given up", lost=True),
}
# From the promise, not from the code: what may become what.
ALLOWED = {
    ("reserved", "sending"),
    ("reserved", "void"),
    ("sending", "accepted"),
    ("sending", "unknown"),
    ("sending", "void"),
    ("unknown", "accepted"),
    ("unknown", "void"),
    ("accepted", "unknown"),
    ("accepted", "stored"),
    ("accepted", "void"),
    ("stored", "recorded"),
    ("recorded", "published"),
    ("published", "published"),
    *((state, "lost") for state in ("sending", "unknown", "accepted", "stored", "recorded", "published")),
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=LEDGERS)
def opener(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Opener]:
    """Opens the same ledger again and again, each time as a new owner."""
    opened: list[Ledger] = []

    def more(run: str | None = None) -> Ledger:
        opened.append(opening(request.param)(tmp_path / "books", run, now=clock))
        return opened[-1]

    yield more
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(opener: Opener) -> Ledger:
    return opener("run1")


def test_a_reservation_is_the_whole_request(ledger: Ledger, clock: Clock) -> None:
    wanted = request(3, take=2, variant="ja")
    done = ledger.reserve(wanted, 5, FREE)
    assert isinstance(done, Reserved)
    attempt = done.attempt
    assert (attempt.op, attempt.run, attempt.owner) == (wanted.sha256, "run1", ledger.owner)
    assert (attempt.story, attempt.clip, attempt.title, attempt.slug) == ("lamp.story", 3, "Clip 3", "clip-3")
    assert (attempt.variant, attempt.take, attempt.profile, attempt.seed) == ("ja", 2, wanted.profile, 7)
    assert (attempt.state, attempt.price, attempt.held, attempt.spent) == ("reserved", PRICE, PRICE, 0)
    assert (attempt.seconds, attempt.created, attempt.sent, attempt.note) == (5, clock.at, None, "")
    assert attempt.request == '{"prompt":"A lamp. 灯 3/ja/2/7","seed":7}'
    assert len(attempt.id) == 10
    assert ledger.attempt(attempt.id) == attempt


def test_the_whole_way(ledger: Ledger, clock: Clock) -> None:
    id = held(ledger, request())
    clock.pass_(seconds=1)
    assert ledger.begin_send(id)
    sent = clock.at
    ledger.accepted(id, "job-1")
    ledger.stored(id, "a" * 64, 1234)
    clock.pass_(seconds=90)
    ledger.recorded(id, 80, 91.5)
    ledger.published(id, "build/01.mp4")
    ledger.published(id, "build/01-take-2.mp4")
    attempt = now_of(ledger, id)
    assert (attempt.state, attempt.sent, attempt.request_id) == ("published", sent, "job-1")
    assert (attempt.sha256, attempt.size, attempt.path) == ("a" * 64, 1234, "build/01-take-2.mp4")
    assert (attempt.held, attempt.spent, attempt.took) == (0, 80, 91.5)
    events = ledger.events(id)
    assert [event.after for event in events] == [
        "reserved",
        "sending",
        "accepted",
        "stored",
        "recorded",
        "published",
        "published",
    ]
    assert [event.before for event in events[1:]] == [event.after for event in events[:-1]]
    assert [event.number for event in events] == [1, 2, 3, 4, 5, 6, 7]
    assert events[-1].at == clock.at
    assert len({event.hash for event in events}) == 7
    assert ledger.audit() == []


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", STATES)
def test_what_may_become_what(ledger: Ledger, state: str, move: str) -> None:
    id = brought(ledger, request(), state)
    before, events = now_of(ledger, id), ledger.events(id)
    if (state, move) in ALLOWED:
        MOVES[move](ledger, id)
        assert now_of(ledger, id).state == {"lost": "void"}.get(move, move)
        assert len(ledger.events(id)) == len(events) + 1
    elif move == "sending":
        assert ledger.begin_send(id) is False
        assert (now_of(ledger, id), ledger.events(id)) == (before, events)
    else:
        with pytest.raises(LedgerTrouble, match=f"`{id}` is `{state}` and cannot become"):
            MOVES[move](ledger, id)
        assert (now_of(ledger, id), ledger.events(id)) == (before, events)
    assert ledger.audit() == []


@pytest.mark.parametrize("state", STATES)
def test_one_live_attempt_an_operation(ledger: Ledger, opener: Opener, state: str) -> None:
    id = brought(ledger, request(), state)
    again = opener().reserve(request(), 5, FREE)
    if state == "void":
        assert isinstance(again, Reserved)
        assert again.attempt.id != id
    else:
        assert again == Taken(now_of(ledger, id))
        assert len(ledger.attempts()) == 1


@pytest.mark.parametrize(
    ("caps", "scope", "limit", "used", "wanted"),
    [
        (Caps(run=199), "run", 199, 100, 100),
        (Caps(day=150), "day", 150, 100, 100),
        (Caps(month=199, day=200), "month", 199, 100, 100),
        (Caps(clips=1), "clips", 1, 1, 1),
        (Caps(run=0, day=0), "run", 0, 100, 100),
    ],
)
def test_a_cap_without_room(ledger: Ledger, caps: Caps, scope: str, limit: int, used: int, wanted: int) -> None:
    held(ledger, request(1))
    refused = NoRoom(scope, limit, used, wanted)  # type: ignore[arg-type]
    assert ledger.room(PRICE, 1, caps) == refused
    assert ledger.reserve(request(2), 5, caps) == refused
    assert len(ledger.attempts()) == 1
    # A refusal moved no other counter.
    assert ledger.audit() == []
    assert ledger.room(PRICE, 1, Caps(run=200, day=200, month=200, clips=2)) is None
    assert isinstance(ledger.reserve(request(2), 5, Caps(run=200, day=200, month=200, clips=2)), Reserved)
    assert isinstance(ledger.reserve(request(3), 5, FREE), Reserved)


def test_a_cap_may_be_of_any_size(ledger: Ledger) -> None:
    held(ledger, request(1), Caps(run=10**30, clips=10**30))
    assert ledger.audit() == []


def test_each_cap_has_its_own_time(ledger: Ledger, opener: Opener, clock: Clock) -> None:
    held(ledger, request(1))
    assert opener("run2").room(1, 1, Caps(run=1)) is None
    assert ledger.room(1, 1, Caps(run=100)) is not None
    clock.pass_(hours=3)  # the next day, and the next month
    assert ledger.room(1, 1, Caps(day=1, month=1)) is None
    assert ledger.room(1, 1, Caps(clips=1)) is not None
    held(ledger, request(2))
    clock.pass_(days=1)
    assert ledger.room(1, 1, Caps(day=1)) is None
    assert ledger.room(1, 1, Caps(month=100)) == NoRoom("month", 100, 100, 1)


def test_money_comes_back_to_the_day_it_was_taken_from(ledger: Ledger, clock: Clock) -> None:
    id = held(ledger, request(1))
    clock.pass_(days=2)
    ledger.void(id, "nothing was sent")
    assert ledger.audit() == []


@pytest.mark.parametrize(
    ("state", "used", "clips"),
    [(state, 0 if state == "void" else PRICE, int(state != "void")) for state in STATES],
)
def test_what_each_state_counts(ledger: Ledger, state: str, used: int, clips: int) -> None:
    brought(ledger, request(), state)
    assert ledger.room(1, 0, Caps(run=0)) == NoRoom("run", 0, used, 1)
    assert ledger.room(0, 1, Caps(clips=0)) == NoRoom("clips", 0, clips, 1)


@pytest.mark.parametrize("cost", [0, 40, 100, 250])
def test_the_true_cost_is_counted_even_past_a_cap(ledger: Ledger, cost: int) -> None:
    id = held(ledger, request(1), Caps(run=100, day=100, month=100))
    ledger.begin_send(id)
    ledger.accepted(id, "job-1")
    ledger.stored(id, "a" * 64, 1)
    ledger.recorded(id, cost, None)
    assert (now_of(ledger, id).held, now_of(ledger, id).spent) == (0, cost)
    assert ledger.room(1, 1, Caps(day=100)) == (NoRoom("day", 100, cost, 1) if cost >= 100 else None)
    assert ledger.audit() == []


@pytest.mark.parametrize("state", ["sending", "unknown", "accepted", "stored", "recorded", "published"])
def test_what_is_lost_stays_spent(ledger: Ledger, state: str) -> None:
    cost = 30 if state in ("recorded", "published") else PRICE
    id = brought(ledger, request(), state, cost=30)
    ledger.void(id, "the file is gone", lost=True)
    attempt = now_of(ledger, id)
    assert (attempt.state, attempt.held, attempt.spent, attempt.note) == ("void", 0, cost, "the file is gone")
    assert ledger.room(1, 0, Caps(month=0)) == NoRoom("month", 0, cost, 1)
    assert ledger.room(0, 1, Caps(clips=0)) == NoRoom("clips", 0, 1, 1)
    assert ledger.audit() == []


def test_only_its_owner_sends(ledger: Ledger, opener: Opener) -> None:
    other, id = opener(), held(ledger, request())
    assert not other.begin_send(id)
    assert not other.begin_send("nothing")
    assert ledger.begin_send(id)
    assert not ledger.begin_send(id)


@pytest.mark.parametrize("move", ["accepted", "unknown", "void", "lost"])
def test_nobody_else_ends_a_send(ledger: Ledger, opener: Opener, move: str) -> None:
    id = brought(ledger, request(), "sending")
    with pytest.raises(LedgerTrouble, match="is `sending` in the hands of another process"):
        MOVES[move](opener(), id)
    assert now_of(ledger, id).state == "sending"


@pytest.mark.parametrize("lost", [False, True])
def test_nobody_else_ends_what_a_build_has_just_found(ledger: Ledger, opener: Opener, lost: bool) -> None:
    attempt, by_hand = brought(ledger, request(), "unknown"), opener()
    read = by_hand.attempt(attempt)
    assert read is not None
    assert read.state == "unknown"
    ledger.accepted(attempt, "job-1")  # in the history, between reading and settling
    with pytest.raises(LedgerTrouble, match="accepted"):
        by_hand.void(attempt, "settled by hand", lost=lost)
    ledger.stored(attempt, "0" * 64, 1)


def test_what_another_has_noted_meanwhile_is_not_written_over(ledger: Ledger, opener: Opener) -> None:
    id = brought(ledger, request(), "stored")
    opener("run2").measured(id, ())
    ledger.recorded(id, PRICE, 1.0)
    assert [event.after for event in ledger.events(id)][-3:] == ["stored", "stored", "recorded"]
    assert ledger.audit() == []


def test_a_late_answer_settles_what_was_adopted(ledger: Ledger, opener: Opener) -> None:
    id = brought(ledger, request(), "unknown")
    assert now_of(ledger, id).owner == ""
    assert now_of(ledger, id).note == "the host said 504"
    assert not ledger.alive(now_of(ledger, id).owner)
    late = opener()
    late.accepted(id, "job-1")
    assert (now_of(ledger, id).owner, now_of(ledger, id).note) == (late.owner, "")


def test_one_job_is_one_attempt(ledger: Ledger) -> None:
    first, second = brought(ledger, request(1), "unknown"), brought(ledger, request(2), "unknown")
    ledger.accepted(first, "job-1")
    with pytest.raises(LedgerTrouble, match=f"`job-1` belongs to attempt `{first}`"):
        ledger.accepted(second, "job-1")
    assert now_of(ledger, second).state == "unknown"
    ledger.unknown(first, "the host forgot it")
    ledger.accepted(first, "job-1")
    assert ledger.request_ids() == {"job-1"}


def test_an_attempt_that_is_not_there(ledger: Ledger) -> None:
    for move in MOVES.keys() - {"sending"}:
        with pytest.raises(LedgerTrouble, match="no attempt `nothing`"):
            MOVES[move](ledger, "nothing")
    with pytest.raises(LedgerTrouble, match="no attempt `nothing`"):
        ledger.claim("nothing")
    assert ledger.events("nothing") == ()


def test_the_dead_are_inherited_from_by_one(ledger: Ledger, opener: Opener) -> None:
    ids = {state: brought(ledger, request(number), state) for number, state in enumerate(STATES)}
    heir = opener()
    assert [attempt.state for attempt in heir.adopt()] == ["unknown"]
    assert all(heir.alive(attempt.owner) for attempt in heir.attempts() if attempt.owner)
    ledger.close()
    assert not any(heir.alive(attempt.owner) for attempt in heir.attempts())
    ours = {attempt.id: attempt for attempt in heir.adopt()}
    now = {state: now_of(heir, id) for state, id in ids.items()}
    assert ours.keys() == {ids[state] for state in ("sending", "accepted", "stored", "recorded", "unknown")}
    assert (now["reserved"].state, now["reserved"].note) == ("void", "nothing was sent")
    assert (now["sending"].state, now["sending"].owner) == ("unknown", "")
    assert now["sending"].note == "the process that sent it has ended"
    for state in ("accepted", "stored", "recorded"):
        assert (now[state].state, now[state].owner) == (state, heir.owner)
    assert opener().adopt() == tuple(attempt for attempt in heir.adopt() if attempt.state == "unknown")
    assert heir.audit() == []


def test_what_is_ours_comes_back_from_adopt(ledger: Ledger) -> None:
    ids = [brought(ledger, request(number), state) for number, state in enumerate(STATES)]
    assert [attempt.id for attempt in ledger.adopt()] == [
        id for id, state in zip(ids, STATES, strict=True) if state not in ("published", "void")
    ]


@pytest.mark.parametrize(
    ("state", "after"), [("reserved", "void"), ("sending", "unknown"), ("accepted", "accepted"), ("stored", "stored")]
)
def test_one_attempt_is_claimed(ledger: Ledger, opener: Opener, state: str, after: str) -> None:
    id, second = brought(ledger, request(1), state), brought(ledger, request(2), "accepted")
    assert ledger.claim(id)
    heir = opener()
    assert not heir.claim(id)
    assert now_of(heir, id).state == state
    ledger.close()
    assert heir.claim(id)
    assert now_of(heir, id).state == after
    assert now_of(heir, id).owner == {"unknown": "", "void": ledger.owner}.get(after, heir.owner)
    assert now_of(heir, second).owner == ledger.owner
    assert heir.claim(second)
    assert heir.audit() == []


def test_live_by_operation(ledger: Ledger) -> None:
    ids = [brought(ledger, request(number), state) for number, state in enumerate(STATES)]
    found = ledger.live([request(number).sha256 for number in range(50)] * 2)
    assert {attempt.id for attempt in found.values()} == set(ids[:-1])
    assert all(op == attempt.op for op, attempt in found.items())
    assert ledger.live([]) == {}


def test_attempts_since(ledger: Ledger, clock: Clock) -> None:
    first = held(ledger, request(1))
    clock.pass_(minutes=1)
    second = held(ledger, request(2))
    assert [attempt.id for attempt in ledger.attempts()] == [first, second]
    assert [attempt.id for attempt in ledger.attempts(clock.at)] == [second]
    east = clock.at.astimezone(timezone(timedelta(hours=9)))
    assert [attempt.id for attempt in ledger.attempts(east)] == [second]
    assert ledger.attempts(datetime(2030, 1, 1, tzinfo=UTC)) == ()


def test_the_latest_clip_of_each(ledger: Ledger) -> None:
    brought(ledger, request(1, seed=1), "published")
    second = brought(ledger, request(1, seed=2), "stored")
    brought(ledger, request(1, seed=3), "accepted")
    brought(ledger, request(1, seed=4), "void")
    third = brought(ledger, request(1, take=2), "recorded")
    fourth = brought(ledger, request(1, variant="ja"), "published")
    lost = brought(ledger, request(2), "published")
    ledger.void(lost, "gone", lost=True)
    assert {key: attempt.id for key, attempt in ledger.latest(["lamp.story"]).items()} == {
        ("lamp.story", 1, "", 1): second,
        ("lamp.story", 1, "", 2): third,
        ("lamp.story", 1, "ja", 1): fourth,
    }
    assert ledger.latest(["another.story"]) == {}
    still = {("lamp.story", 1, "", 1): request(1, seed=2).sha256, ("lamp.story", 1, "", 2): request(1, seed=2).sha256}
    assert {attempt.id for attempt in ledger.latest(["lamp.story"], still).values()} == {third, fourth}


def test_who_only_looks_has_the_last_event_of_each_attempt_alone(ledger: Ledger) -> None:
    ids = {brought(ledger, request(clip), state) for clip, state in enumerate(("published", "accepted", "reserved"), 1)}
    brought(ledger, request(4), "void")
    ops = [request(clip).sha256 for clip in range(1, 6)]
    standing, live = ledger.standing(ops), ledger.live(ops)
    assert {attempt.id for attempt in standing.values()} == ids
    for op, attempt in standing.items():
        assert all(getattr(live[op], name) == getattr(attempt, name) for name in attempt.__struct_fields__)
    assert standing.keys() == live.keys()


def test_one_by_the_start_of_its_id(ledger: Ledger) -> None:
    first = held(ledger, request(1))
    assert now_of(ledger, "").id == first
    ids = [first, *(held(ledger, request(number)) for number in range(2, 40))]
    assert ledger.attempt("") is None
    for id in ids:
        assert now_of(ledger, id).id == id
        alike = [other for other in ids if other[0] == id[0]]
        assert (ledger.attempt(id[0]) is None) == (len(alike) > 1)
    assert ledger.attempt("%") is None
    assert ledger.attempt("_" * 10) is None


def test_typical_seconds(ledger: Ledger) -> None:
    assert ledger.typical("wan-2.6-t2v@segmind") is None
    for number, took in enumerate([500.0, 60.0, 80.0, None]):
        brought(ledger, request(number), "recorded", took=took)
    assert ledger.typical("wan-2.6-t2v@segmind") == 80.0
    assert ledger.typical("another@host") is None
    for number in range(10, 70):
        brought(ledger, request(number), "recorded", took=float(number))
    assert ledger.typical("wan-2.6-t2v@segmind") == 44.5


def test_no_key_is_kept(ledger: Ledger) -> None:
    id = brought(ledger, request(), "sending")
    ledger.unknown(id, "x-api-key SG_0123456789abcdef0123456789abcdef \udcff" + "x" * 10_000)
    assert "SG_012" not in now_of(ledger, id).note + ledger.events(id)[-1].note
    assert len(now_of(ledger, id).note) <= 2_000
    assert ledger.audit() == []


def test_what_was_found_counts_on_the_day_on_which_it_was_paid(opener: Opener, clock: Clock) -> None:
    ledger, paid = opener(), clock.at - timedelta(days=3)
    done = ledger.learn(request(1), 5, "job-1", paid=paid)
    assert isinstance(done, Reserved)
    attempt = done.attempt
    assert (attempt.state, attempt.request_id, attempt.taken_up) == ("accepted", "job-1", True)
    assert (attempt.created, attempt.sent, attempt.held) == (paid, paid, PRICE)
    # Neither today nor this run has spent anything, and the clip is one of those that were bought.
    assert ledger.room(PRICE, 1, Caps(run=PRICE, day=PRICE)) is None
    assert ledger.room(0, 1, Caps(clips=1)) == NoRoom("clips", 1, 1, 1)
    ledger.stored(attempt.id, "f" * 64, 9)
    ledger.recorded(attempt.id, 70, None)
    assert now_of(ledger, attempt.id).spent == 70
    assert list(ledger.audit()) == []
    assert isinstance(ledger.learn(request(1), 5, "job-2", paid=paid), Taken)


def test_what_was_found_and_is_over_counts_and_leaves_its_request_to_others(opener: Opener, clock: Clock) -> None:
    ledger, paid = opener(), clock.at - timedelta(days=3)
    lost = ledger.learn(request(1), 5, "job-1", paid=paid, over="its clip is lost")
    assert isinstance(lost, Reserved)
    attempt = now_of(ledger, lost.attempt.id)
    assert attempt == lost.attempt
    assert (attempt.state, attempt.request_id, attempt.note) == ("void", "job-1", "its clip is lost")
    assert (attempt.held, attempt.spent, attempt.created) == (0, PRICE, paid)
    assert ledger.room(0, 1, Caps(clips=1)) == NoRoom("clips", 1, 1, 1)
    assert isinstance(ledger.learn(request(1), 5, "job-1"), Reserved)
    assert list(ledger.audit()) == []


def test_what_was_found_counts_past_a_cap(opener: Opener, clock: Clock) -> None:
    ledger = opener()
    assert isinstance(ledger.reserve(request(1), 5, Caps(day=PRICE)), Reserved)
    assert isinstance(ledger.learn(request(2), 5, "job-2", paid=clock.at), Reserved)
    assert ledger.room(0, 0, Caps(day=PRICE)) == NoRoom("day", PRICE, 2 * PRICE, 0)
    assert list(ledger.audit()) == []


def test_what_was_known_before_a_send_is_written_with_it(opener: Opener, clock: Clock) -> None:
    ledger, look = opener(), PriorLook(clock.at, ("job-1", "job-2"))
    id = held(ledger, request(1))
    assert now_of(ledger, id).look is None
    assert ledger.begin_send(id, look)
    ledger.unknown(id, "no answer came")
    ledger.close()
    assert now_of(opener(), id).look == look


def test_an_event_says_what_was_learned(ledger: Ledger) -> None:
    id = brought(ledger, request(), "published")
    notes: list[Event] = list(ledger.events(id))
    assert [event.note for event in notes] == ["", "", f"job-{id}", request().sha256, "", f"build/{id}.mp4"]


def test_two_threads_reserve_one_operation(ledger: Ledger, opener: Opener) -> None:
    other, start, done = opener(), threading.Barrier(4), []

    def race(books: Ledger) -> None:
        start.wait()
        done.append([type(books.reserve(request(number), 5, FREE)) for number in range(25)])

    threads = [threading.Thread(target=race, args=(books,)) for books in (ledger, ledger, other, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sorted(kind.__name__ for kind in kinds) for kinds in zip(*done, strict=True)] == [
        ["Reserved", "Taken", "Taken", "Taken"]
    ] * 25
    assert ledger.audit() == []


def test_closed_books(ledger: Ledger) -> None:
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerTrouble):
        ledger.attempts()
    with pytest.raises(LedgerTrouble):
        ledger.reserve(request(), 5, FREE)


def test_a_request_without_a_seed_is_bought_and_has_none(ledger: Ledger) -> None:
    import msgspec

    done = ledger.reserve(msgspec.structs.replace(request(), seed=None), 5, FREE)
    assert isinstance(done, Reserved)
    assert seed_of(done.attempt) is None
    (attempt,) = ledger.attempts()
    assert seed_of(attempt) is None


def test_who_agreed_is_kept_with_the_price(ledger: Ledger) -> None:
    consent = ConsentRecord("ada", "studio-7", "--plan", "ab" * 32)
    done = ledger.reserve(request(1), 5, FREE, consent)
    assert isinstance(done, Reserved)
    assert done.attempt.consent == consent
    assert now_of(ledger, done.attempt.id).consent == consent
    assert now_of(ledger, held(ledger, request(2))).consent is None


def test_a_cost_that_nobody_has_told_is_no_known_one(ledger: Ledger) -> None:
    id = brought(ledger, request(1), "stored")
    assert now_of(ledger, id).cost_known
    ledger.recorded(id, PRICE, None, known=False)
    assert not now_of(ledger, id).cost_known
    ledger.published(id, "build/a.mp4")
    assert not now_of(ledger, id).cost_known


def test_what_was_charged_more_than_its_price_is_remembered(ledger: Ledger) -> None:
    brought(ledger, request(1), "published")
    dear = brought(ledger, request(2), "published", cost=PRICE + 1)
    brought(ledger, request(3), "published", cost=PRICE - 1)
    ledger.learn(request(4), 5, "job-elsewhere")
    # A job that failed holds what it was charged.
    failed, cheap = brought(ledger, request(5), "accepted"), brought(ledger, request(6), "accepted")
    ledger.charged(failed, PRICE + 2, "it failed")
    ledger.charged(cheap, PRICE - 1, "it failed")
    brought(ledger, request(7), "accepted")
    assert [(attempt.id, attempt.overrun) for attempt in ledger.overruns()] == [(dear, 1), (failed, 2)]
    ledger.void(failed, "given up", lost=True)
    assert [(attempt.id, attempt.overrun) for attempt in ledger.overruns()] == [(dear, 1), (failed, 2)]


def test_a_job_that_was_given_up_counts_what_it_has_cost(ledger: Ledger) -> None:
    id = brought(ledger, request(), "unknown")
    with pytest.raises(LedgerTrouble, match=f"`{id}` is `unknown` and cannot become `void`"):
        ledger.identified(id, "job-1", PRICE + 5, "it was found")
    ledger.void(id, "given up", lost=True)
    ledger.identified(id, "job-1", PRICE + 5, "it was found")
    attempt = now_of(ledger, id)
    assert (attempt.state, attempt.request_id, attempt.spent) == ("void", "job-1", PRICE + 5)
    assert ledger.room(0, 1, Caps(clips=0, month=PRICE + 5)) == NoRoom("clips", 0, 1, 1)
    assert ledger.room(1, 0, Caps(month=PRICE + 5)) == NoRoom("month", PRICE + 5, PRICE + 5, 1)
    assert ledger.audit() == []


def test_what_was_spent_for_nothing_is_known_by_the_operation(ledger: Ledger) -> None:
    lost = brought(ledger, request(1), "published")
    ledger.void(lost, "given up", lost=True)
    brought(ledger, request(1), "published")
    brought(ledger, request(2), "void")
    other = brought(ledger, request(3), "accepted")
    ledger.void(other, "given up", lost=True)
    assert [attempt.id for attempt in ledger.lost([request(1).sha256, request(2).sha256])] == [lost]


def test_the_projects_that_share_books_are_named_once(ledger: Ledger) -> None:
    assert ledger.roots() == ()
    for root in ("/q", "/p", "/q"):
        ledger.serve(root)
    assert ledger.roots() == ("/p", "/q")
    assert ledger.audit() == []
