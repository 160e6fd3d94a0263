"""Each transition of a clip's purchase that money depends on: a state and an event, and what is done next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from storyboard.film.delivery import Arrival
from storyboard.ledger.records import Attempt, NoRoom, Reserved, Taken
from storyboard.ledger.records import State as AttemptState
from storyboard.production.plan.lockfile import Entry, entry
from storyboard.production.purchase import clip
from storyboard.production.purchase.actions import (
    Action,
    Ask,
    AskCost,
    AskHistory,
    BookCharge,
    BookCost,
    Booked,
    BookFile,
    Broke,
    Claim,
    Claimed,
    Event,
    Examine,
    Fetch,
    Finish,
    Keep,
    Learn,
    Locate,
    MarkUnknown,
    ReadLedger,
    RecordName,
    Reserve,
    Send,
    Sent,
    Stocked,
    Told,
    Upload,
    Uploaded,
    Void,
    Wait,
    Waited,
    Written,
)
from storyboard.production.purchase.history import Reconciled
from storyboard.production.purchase.records import Order, Polling, StopSignal, WaitTerms
from storyboard.production.purchase.state import (
    Asking,
    ClipPurchase,
    Fetching,
    Keeping,
    Looking,
    Moment,
    Naming,
    Poll,
    Reserving,
    Sending,
    Stage,
    Uploading,
)
from storyboard.profiles.hosts import Cause
from storyboard.providers import (
    Accepted,
    Delivered,
    Fetched,
    Finished,
    Gone,
    HostRefused,
    Lost,
    NotSent,
    Running,
    Trouble,
)
from storyboard.records.parts import OffSpec
from storyboard.store.records import Blob
from tests.ledger.making import request

TIME = datetime(2026, 3, 1, tzinfo=UTC)
NOW = Moment(100.0, TIME)
OFF = (OffSpec("length", "5 s", "1 s"),)
STOPPED = Moment(100.0, TIME, stopped=True)
CLOSED = Moment(100.0, TIME, cause="credits", why="the account is empty")
BUSY = Moment(100.0, TIME, busy=HostRefused("busy", "the host says busy", 429, 7.0))
CLIP = Blob("c" * 64, 9)
SOUND = "sha256:" + "5" * 64
POLL = Poll(wait=1.0, until=200.0)
REQUEST = request(1)


def attempt(state: AttemptState = "reserved", **known: Any) -> Attempt:
    """An attempt of ours at a price of 100."""
    given: dict[str, Any] = {
        "id": "a1", "op": REQUEST.sha256, "run": "r1", "owner": "me", "story": REQUEST.story, "clip": 1, "title": "",
        "slug": "clip", "variant": "", "take": 1, "profile": REQUEST.profile, "seed": 1, "request": "{}", "seconds": 5,
        "state": state, "price": 100, "held": 100, "spent": 0, "created": TIME, "sent": TIME,
        "request_id": None, "sha256": None, "path": None, "note": "", "off_spec": None, "agreed": False, **known,
    }  # fmt: skip
    return Attempt(**given)


RUNNING = attempt("accepted", request_id="job-1")
BOUGHT = attempt("recorded", request_id="job-1", sha256=CLIP.sha256, held=0, spent=100)


def locked(request_id: str | None = "job-1") -> Entry:
    """What the lock file says of the clip."""
    return entry(attempt("published", request_id=request_id, sha256=CLIP.sha256), ledger="", price=100)


def purchase(stage: Stage | None = None, **known: Any) -> ClipPurchase:
    """A purchase that may spend; what is no field of it is one of its order."""
    order = Order(REQUEST, 5, buy=True)
    names = {name: known.pop(name) for name in ("request", "buy", "entry") if name in known}
    polling = Polling(lead=30.0, first=1.0, growth=2.0, most=3.0, again=1.0, kept=3600.0, looks=(5.0, 9.0))
    given = ClipPurchase(msgspec.structs.replace(order, **names), polling, "me", keyed=True)
    return msgspec.structs.replace(given, **known, **({} if stage is None else {"stage": stage}))


def played(start: ClipPurchase, *events: Event, now: Moment = NOW) -> tuple[ClipPurchase, list[Action]]:
    """The state after these events, and the action that each was followed by."""
    actions: list[Action] = []
    for event in events:
        start, action = clip.step(start, event, now)
        actions.append(action)
    return start, actions


def after(start: ClipPurchase, event: Event, now: Moment = NOW) -> Action:
    """The action that an event is followed by."""
    return clip.step(start, event, now)[1]


def outcome(action: Action) -> tuple[str, str, str]:
    """The outcome that an action ends with: its kind, its reason, its cause."""
    assert isinstance(action, Finish)
    return action.outcome.outcome, action.outcome.why, action.outcome.cause


def refused(cause: Cause, wait: float | None = None) -> Sent:
    return Sent(HostRefused(cause, f"the host says {cause}", 400, wait), named=False, at=50.0)


# ---- what comes first ------------------------------------------------------------------------------------------------


def test_the_ledger_is_read_before_anything_else() -> None:
    assert clip.begin(Order(REQUEST, 5, buy=True), Polling(), "me", keyed=True)[1] == ReadLedger()


@pytest.mark.parametrize(
    ("live", "action"),
    [
        (None, Reserve()),
        (attempt("reserved"), Void(attempt("reserved"), "nothing was sent")),
        (attempt("sending"), MarkUnknown(attempt("sending"), "it ended while it was sent")),
        (attempt("stored", request_id="job-1"), Ask("job-1")),
        (attempt("stored"), BookCost(attempt("stored"), 100, None, known=False)),
        (BOUGHT, Locate(CLIP.sha256)),
        (attempt("unknown"), AskHistory(attempt("unknown"))),
    ],
)
def test_what_is_done_first_is_what_the_ledger_lacks(live: Attempt | None, action: Action) -> None:
    assert after(purchase(), Booked(live)) == action


@pytest.mark.parametrize("state", ["reserved", "sending", "accepted", "stored"])
def test_an_attempt_of_another_owner_is_claimed_and_never_touched(state: AttemptState) -> None:
    other = attempt(state, owner="another", request_id="job-1")
    held, actions = played(purchase(), Booked(other), Claimed(False))
    assert actions[0] == Claim(other)
    assert isinstance(actions[1], Wait)
    assert after(held, Waited()) == ReadLedger()
    assert outcome(after(held, Waited(), STOPPED))[:2] == ("left", "another storyc is at it")
    assert played(purchase(), Booked(other), Claimed(True))[1][1] == ReadLedger()


@pytest.mark.parametrize(
    ("start", "now", "kind"),
    [
        (purchase(), STOPPED, "left"),
        (purchase(), CLOSED, "refused"),
        (purchase(buy=False), NOW, "failed"),
        (purchase(request=None), NOW, "failed"),
        (purchase(doubted=True), NOW, "failed"),  # what may have been billed is not sent again by the run that saw it
        (purchase(entry=locked(None)), NOW, "refused"),
        (purchase(entry=locked(), keyed=False), NOW, "refused"),
    ],
)
def test_what_must_not_be_bought_reserves_nothing(start: ClipPurchase, now: Moment, kind: str) -> None:
    assert outcome(after(start, Booked(None), now))[0] == kind


def test_what_another_machine_has_paid_for_is_fetched_and_not_bought() -> None:
    inquiring, actions = played(purchase(entry=locked()), Booked(None))
    assert actions == [Ask("job-1")]
    for answer in (Finished("https://host/clip", 90), Running("QUEUED"), Trouble("it is down")):
        assert after(inquiring, answer) == Learn("job-1")


@pytest.mark.parametrize("answer", [Gone("it has no such job"), HostRefused("failed", "no video", 200, cost=90)])
def test_a_lock_entry_that_leads_nowhere_leaves_nothing_in_the_ledger(answer: Any) -> None:
    inquiring, _ = played(purchase(entry=locked()), Booked(None))
    assert outcome(after(inquiring, answer))[::2] == ("refused", "elsewhere")
    assert outcome(after(purchase(entry=locked("unnamed-a1")), Booked(None)))[::2] == ("refused", "elsewhere")


# ---- buying ----------------------------------------------------------------------------------------------------------


def test_a_clip_is_bought_in_this_order() -> None:
    end, actions = played(
        purchase(), Booked(None), Reserved(attempt()), Sent(Accepted("job-1"), named=True, at=50.0), Booked(RUNNING),
        Waited(), Running("PROCESSING"), Waited(), Finished("https://host/clip", 90), Fetched(9), Arrival(OFF),
        CLIP, Written(), Written(), Booked(BOUGHT), Stocked(whole=True),
    )  # fmt: skip
    assert [type(action) for action in actions] == [
        Reserve, Send, ReadLedger, Wait, Ask, Wait, Ask, Fetch, Examine, Keep, BookFile, BookCost, ReadLedger, Locate,
        Finish,
    ]  # fmt: skip
    assert actions[1] == Send(attempt(), dict(REQUEST.fields))
    assert actions[8] == Examine(RUNNING)
    assert actions[9] == Keep(at_once=False)
    assert actions[10] == BookFile(RUNNING, CLIP, OFF)
    assert actions[11] == BookCost(RUNNING, 90, 50.0)
    assert end.fresh
    assert outcome(actions[-1])[0] == "done"


def test_each_sound_has_an_address_before_money_is_held() -> None:
    other = f"sha256:{'6' * 64}"
    fields = {**REQUEST.fields, "audio": SOUND, "input": {"voices": [{"url": other}, {"url": SOUND}]}}
    start = purchase(request=msgspec.structs.replace(REQUEST, fields=fields))
    _, actions = played(
        start, Booked(None), Uploaded("https://host/1"), Uploaded("https://host/2"), Reserved(attempt())
    )
    assert actions[:3] == [Upload("5" * 64), Upload("6" * 64), Reserve()]
    voices = {"voices": [{"url": "https://host/2"}, {"url": "https://host/1"}]}
    assert actions[3] == Send(attempt(), {**fields, "audio": "https://host/1", "input": voices})


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (None, "its sound file was changed while this ran"),
        (Trouble("it is down"), "its sound could not be uploaded: it is down; nothing was sent"),
        (HostRefused("request", "too long", 400), "too long; it was not billed"),
    ],
)
def test_a_sound_without_an_address_holds_no_money(address: Any, why: str) -> None:
    body = {"audio": SOUND}
    assert outcome(after(purchase(Uploading(("audio",), body)), Uploaded(address)))[:2] == ("failed", why)


def test_a_live_attempt_or_a_full_cap_sends_nothing() -> None:
    start = purchase(Reserving({}))
    assert after(start, Taken(RUNNING)) == ReadLedger()
    assert outcome(after(start, NoRoom("day", 100, 50, 100)))[::2] == ("refused", "cap")


SENDING = purchase(Sending(attempt()))


@pytest.mark.parametrize(
    ("answer", "named", "action"),
    [
        (Accepted("job-1"), True, ReadLedger()),
        (Accepted("job-1"), False, MarkUnknown(attempt(), "the host calls it `job-1`, as it calls another job")),
        (Lost("504"), False, MarkUnknown(attempt(), "504")),
        (Delivered("job-1", 90), True, Examine(attempt())),
        (Delivered("job-1", 90), False, Examine(attempt())),
        (Delivered(None, None), False, Examine(attempt())),
        (HostRefused("server", "500", 500), False, Void(attempt(), "500")),
        (NotSent("no line"), False, Void(attempt(), "no line")),
    ],
)
def test_only_what_is_not_billed_becomes_void(answer: Any, named: bool, action: Action) -> None:
    assert after(SENDING, Sent(answer, named, 50.0)) == action


@pytest.mark.parametrize("now", [NOW, STOPPED, CLOSED])
def test_no_answer_to_a_send_is_followed_by_a_send(now: Moment) -> None:
    for answer in (Accepted("job-1"), Lost("504"), Delivered(None, 90), NotSent("no line"), refused("busy").answer):
        assert not isinstance(after(SENDING, Sent(answer, named=False, at=50.0), now), Send | Reserve)


def test_a_lost_answer_is_never_sent_again() -> None:
    lost = attempt("unknown", note="504")
    doubtful, actions = played(SENDING, Sent(Lost("504"), named=False, at=50.0), Written(), Booked(lost))
    assert actions[1:] == [ReadLedger(), Wait(5.0, actions[2].progress if isinstance(actions[2], Wait) else None)]
    settled_by_hand, _ = played(doubtful, Waited(), Reconciled(settled=True))
    assert outcome(after(settled_by_hand, Booked(None)))[:2] == (
        "failed", "it was not billed after all; run it again to buy it",
    )  # fmt: skip


# ---- a refusal -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cause", ["key", "credits"])
def test_a_key_or_an_account_that_is_refused_closes_the_run(cause: Cause) -> None:
    _, actions = played(SENDING, refused(cause), Written())
    assert isinstance(actions[0], Void)
    assert isinstance(actions[1], Finish)
    assert actions[1].closes == f"the host says {cause}"
    assert outcome(actions[1]) == ("failed", f"the host says {cause}", cause)


def test_a_clip_that_a_busy_host_refuses_is_void_and_waits_again() -> None:
    answer = refused("busy", wait=7.0)
    _, actions = played(SENDING, answer, Written())
    assert isinstance(actions[0], Void)
    assert isinstance(actions[1], Finish)
    assert actions[1].closes == ""
    assert actions[1].outcome.busy == answer.answer
    _, actions = played(SENDING, answer, Written(), now=STOPPED)
    assert outcome(actions[1])[:2] == ("left", "nothing was sent")
    assert isinstance(actions[1], Finish)
    assert actions[1].outcome.busy is None


def test_nothing_is_held_or_uploaded_for_a_busy_host() -> None:
    calm = purchase()
    sound = purchase(request=msgspec.structs.replace(REQUEST, fields={**REQUEST.fields, "audio": SOUND}))
    uploaded = purchase(Uploading(("audio",), {"audio": SOUND}))
    unsent, _ = played(SENDING, Sent(NotSent("no line"), named=False, at=None), Written(), now=BUSY)
    for start, event in (
        (calm, Booked(None)),
        (sound, Booked(None)),
        (uploaded, Uploaded("u")),
        (unsent, Booked(None)),
    ):
        assert isinstance(after(start, event), Reserve | Upload)
        action = after(start, event, BUSY)
        assert isinstance(action, Finish)
        assert action.outcome.busy == BUSY.busy


@pytest.mark.parametrize("cause", ["request", "withdrawn", "failed", "server", "route"])
def test_another_refusal_is_not_tried_again(cause: Cause) -> None:
    refusing, _ = played(SENDING, refused(cause))
    assert outcome(after(refusing, Written())) == ("failed", f"the host says {cause}; it was not billed", cause)
    assert outcome(after(refusing, Written(), STOPPED))[0] == "left"


def test_what_did_not_leave_is_tried_three_times_more() -> None:
    start, seconds = SENDING, list[float]()
    for _ in range(3):
        start, actions = played(
            start,
            Sent(NotSent("no line"), named=False, at=None),
            Written(),
            Waited(),
            Booked(None),
            Reserved(attempt()),
        )
        assert isinstance(actions[1], Wait)
        seconds.append(actions[1].seconds)
    assert seconds == [2.0, 4.0, 8.0]
    unsent, actions = played(start, Sent(NotSent("no line"), named=False, at=None))
    assert outcome(after(unsent, Written()))[:2] == ("failed", "nothing was sent: no line")


def test_what_did_not_leave_is_not_tried_again_once_the_run_ends() -> None:
    unsent, _ = played(SENDING, Sent(NotSent("it was stopped"), named=False, at=None))
    assert outcome(after(unsent, Written(), STOPPED))[:2] == ("left", "nothing was sent")
    assert after(unsent, Written(), CLOSED) == ReadLedger()


# ---- what has come ---------------------------------------------------------------------------------------------------


def test_a_clip_whose_job_has_no_name_is_kept_before_it_gets_one() -> None:
    delivered = Sent(Delivered(None, 90), named=False, at=50.0)
    _, actions = played(SENDING, delivered, Arrival(), CLIP, Written(), Written())
    assert actions == [
        Examine(attempt()), Keep(at_once=True), RecordName(attempt(), "unnamed-a1"), BookFile(attempt(), CLIP), BookCost(attempt(), 90, 50.0),
    ]  # fmt: skip


def test_a_clip_that_does_not_play_is_fetched_anew_or_looked_for() -> None:
    spoilt = Arrival(spoilt="its picture 1 cannot be decoded")
    fetching = purchase(Fetching(RUNNING, POLL))
    for _ in range(2):
        fetching, actions = played(fetching, Fetched(9), spoilt, Waited(), Finished("https://host/clip", 90))
        assert [type(action) for action in actions] == [Examine, Wait, Ask, Fetch]
    _, actions = played(fetching, Fetched(9), spoilt)
    kind, why, cause = outcome(actions[1])
    assert (kind, cause) == ("failed", "spoilt")
    assert "its clip cannot be used: its picture 1 cannot be decoded; `storyc ledger resolve a1 --file CLIP`" in why
    # One that came with the answer.
    _, actions = played(SENDING, Sent(Delivered("job-1", 90), named=True, at=50.0), spoilt)
    assert actions[1] == ReadLedger()
    _, actions = played(SENDING, Sent(Delivered(None, 90), named=False, at=50.0), spoilt)
    assert actions[1] == MarkUnknown(attempt(), "the clip came spoilt: its picture 1 cannot be decoded")


def test_a_job_that_failed_and_was_charged_is_spent_and_not_bought_again() -> None:
    charged = HostRefused("failed", "it ran and failed", 422, cost=70)
    _, actions = played(ASKING, charged, Written())
    assert actions[0] == BookCharge(RUNNING, 70, "failed and charged: it ran and failed")
    kind, why, cause = outcome(actions[1])
    assert (kind, cause) == ("failed", "charged")
    assert "the host charged 0.00007 USD" in why or "charged 0.0001 USD" in why
    assert "`storyc ledger resolve a1 --lost`" in why
    # The next run finds it written down.
    known = msgspec.structs.replace(RUNNING, held=70, note="failed and charged: it ran and failed")
    assert outcome(after(purchase(Asking(known, POLL)), charged))[::2] == ("failed", "charged")
    # What another machine has paid for costs nothing here.
    free = msgspec.structs.replace(RUNNING, price=0, held=0)
    assert outcome(after(purchase(Asking(free, POLL)), charged))[0] == "failed"


def test_a_job_that_failed_and_may_be_charged_keeps_its_price_on_hold() -> None:
    doubtful = HostRefused("failed", "it ran and failed", 200, billed="unknown")
    _, actions = played(ASKING, doubtful, Written())
    assert actions[0] == BookCharge(RUNNING, RUNNING.held, "failed, and may be charged: it ran and failed")
    kind, why, _ = outcome(actions[1])
    assert kind == "unknown"
    assert "neither it nor its documents say whether that is billed" in why
    assert "`storyc ledger show a1` says how to settle it" in why
    # The next run asks again: it finds that written down, or learns more.
    known = msgspec.structs.replace(RUNNING, note="failed, and may be charged: it ran and failed")
    asking = purchase(Asking(known, POLL))
    assert outcome(after(asking, doubtful))[0] == "unknown"
    assert outcome(after(asking, Gone("it has no such job")))[0] == "unknown"
    assert after(asking, HostRefused("failed", "x", 200, cost=70)) == BookCharge(known, 70, "failed and charged: x")
    assert after(asking, HostRefused("failed", "x", 200, cost=0)) == Void(known, "x")
    # What another machine has paid for costs nothing here.
    free = msgspec.structs.replace(RUNNING, price=0, held=0)
    assert outcome(after(purchase(Asking(free, POLL)), doubtful))[0] == "failed"


def test_a_job_that_is_done_without_an_address_is_asked_for_three_times() -> None:
    """The host knows the job, so that neither its record is late nor its key another's."""
    bare = Gone("the host calls the job done, and no address stands at `output[0].url` of its answer", known=True)
    asking, actions = played(ASKING, bare, Waited(), bare, Waited())
    assert [type(action) for action in actions] == [Wait, Ask, Wait, Ask]
    kind, why, _ = outcome(after(asking, bare))
    assert kind == "failed"
    assert why.startswith("paid for, but the host calls the job done, and no address stands at `output[0].url`")
    assert "late" not in why
    assert "`storyc ledger resolve a1 --lost` gives it up" in why


def test_a_word_for_a_state_that_nobody_knows_is_said_when_patience_ends() -> None:
    strange = Running("completed", "the host calls it `completed`, which `states` of `toy` does not have")
    asking, actions = played(ASKING, strange)
    assert isinstance(actions[0], Wait)
    assert actions[0].progress is not None
    assert actions[0].progress.word == strange.why
    ended = after(asking, Waited(), Moment(200.0, TIME))
    assert outcome(ended)[0] == "running"
    assert strange.why in outcome(ended)[1]


def test_who_asks_once_does_not_wait_as_long_as_a_busy_host_asks_for() -> None:
    brief = purchase(Asking(RUNNING, POLL), polling=Polling(terms=WaitTerms("once")))
    assert after(brief, Trouble("too many requests", 300.0)) == Wait(0.0, None)
    assert after(ASKING, Trouble("too many requests", 300.0)) == Wait(300.0, None)


@pytest.mark.parametrize(
    ("terms", "ends"),
    [
        (WaitTerms(), ("failed", "")),
        (WaitTerms("once"), ("running", "later")),
        (WaitTerms(until=200.0), ("running", "later")),
    ],
)
def test_a_finished_clip_that_does_not_come_before_a_run_ends_is_left(terms: WaitTerms, ends: tuple[str, str]) -> None:
    start = purchase(Asking(RUNNING, POLL), polling=Polling(patience=100.0, terms=terms))
    fetching, _ = played(start, Finished("https://files/a.mp4", None), Trouble("the host answers 500"))
    kind, why, cause = outcome(after(fetching, Waited(), Moment(200.0, TIME)))
    assert (kind, cause) == ends
    assert why == (
        "the host has finished `job-1`, and its clip cannot be fetched now: the host answers 500; run it again to "
        "fetch it"
    )


def test_who_asks_once_asks_at_once_again_for_what_cannot_be_used_and_says_what_settles_it() -> None:
    brief = purchase(Asking(RUNNING, POLL), polling=Polling(terms=WaitTerms("once")))
    bad = [Finished("https://files/a.mp4", None), Trouble("it leads to a network that is not asked", lasting=True)]
    _, actions = played(brief, *bad, *bad, *bad, now=Moment(300.0, TIME))
    assert [type(action) for action in actions] == [Fetch, Ask, Fetch, Ask, Fetch, Finish]
    kind, why, cause = outcome(actions[-1])
    assert (kind, cause) == ("failed", "spoilt")
    assert "`storyc ledger resolve a1 --file CLIP` brings it by hand" in why
    # An address may hold for a while only.
    _, actions = played(brief, bad[0], Gone("404"), bad[0])
    assert [type(action) for action in actions] == [Fetch, Ask, Fetch]


def test_what_the_host_says_after_a_deadline_counts_for_more() -> None:
    signal, polling = StopSignal(), Polling(terms=WaitTerms(until=200.0))
    assert signal.closed(polling, 199.0) == ("", "")
    assert signal.closed(polling, 200.0) == ("later", "the deadline has passed")
    signal.close("credits", "the account is empty")
    assert signal.closed(polling, 201.0) == ("credits", "the account is empty")


def test_a_job_that_failed_at_a_host_that_bills_it_counts_its_price() -> None:
    _, actions = played(ASKING, HostRefused("failed", "it ran and failed", 200, billed="yes"), Written())
    note = "failed and charged: it ran and failed; such a job is billed at its price"
    assert actions[0] == BookCharge(RUNNING, RUNNING.price, note)
    assert outcome(actions[1])[::2] == ("failed", "charged")


def test_a_clip_without_a_name_that_cannot_be_kept_is_unknown() -> None:
    start = purchase(Keeping(attempt(), named=False), sent_at=50.0)
    _, actions = played(start, Broke("the disk is full"), Written(), Booked(attempt("unknown")))
    assert actions[:2] == [MarkUnknown(attempt(), "the disk is full"), ReadLedger()]
    assert outcome(actions[2])[0] == "unknown"


@pytest.mark.parametrize(("cost", "spent"), [(90, 90), (None, 100), (0, 0)])
def test_what_is_counted_is_the_cost_and_else_the_price(cost: int | None, spent: int) -> None:
    start = purchase(Keeping(RUNNING), cost=cost, sent_at=40.0)
    assert played(start, CLIP, Written())[1][1] == BookCost(RUNNING, spent, 60.0, known=cost is not None)


def test_what_a_price_on_trust_has_come_to_is_asked_where_no_answer_says_so() -> None:
    alone = msgspec.structs.replace(purchase(), order=msgspec.structs.replace(purchase().order, alone=True))
    start = msgspec.structs.replace(alone, stage=Keeping(RUNNING), sent_at=40.0)
    for told, spent in ((90, 90), (None, 100)):
        _, actions = played(start, CLIP, Written(), Told(told))
        assert actions[1] == AskCost(RUNNING)
        assert actions[2] == BookCost(RUNNING, spent, 60.0, known=told is not None)


def test_what_another_machine_has_paid_for_costs_nothing_and_must_be_the_same_file() -> None:
    free = attempt("accepted", request_id="job-1", price=0, held=0)
    start = purchase(Keeping(free), entry=locked(), cost=90)
    assert played(start, CLIP, Written())[1] == [BookFile(free, CLIP), BookCost(free, 0, None)]
    _, actions = played(start, Blob("d" * 64, 9), Written())
    assert actions[0] == Void(free, "the host has another file")
    assert outcome(actions[1])[::2] == ("refused", "elsewhere")


# ---- fetching --------------------------------------------------------------------------------------------------------

ASKING = purchase(Asking(RUNNING, POLL))


def test_a_job_is_asked_for_at_once_unless_it_was_sent_just_now() -> None:
    assert isinstance(after(purchase(), Booked(RUNNING)), Ask)
    lead = after(purchase(sent_at=90.0), Booked(RUNNING))
    assert isinstance(lead, Wait)
    assert lead.seconds == 20.0


def test_a_job_cannot_be_asked_for_without_a_key() -> None:
    assert outcome(after(purchase(keyed=False), Booked(RUNNING)))[0] == "failed"


@pytest.mark.parametrize(
    ("answer", "seconds"), [(Running("QUEUED"), 1.0), (Trouble("it is down"), 1.0), (Trouble("later", 9.0), 9.0)]
)
def test_a_job_that_is_not_done_is_asked_for_again(answer: Any, seconds: float) -> None:
    resting, actions = played(ASKING, answer)
    assert isinstance(actions[0], Wait)
    assert actions[0].seconds == seconds
    assert after(resting, Waited()) == Ask("job-1")
    assert outcome(after(resting, Waited(), STOPPED))[0] == "left"


def test_the_questions_come_ever_later_until_patience_ends() -> None:
    start, seconds = ASKING, list[float]()
    for _ in range(3):
        start, actions = played(start, Running("QUEUED"), Waited())
        assert isinstance(actions[0], Wait)
        seconds.append(actions[0].seconds)
    assert seconds == [1.0, 2.0, 3.0]
    late = Moment(200.0, TIME)
    _, actions = played(start, Trouble("it is down"), Waited(), now=late)
    assert outcome(actions[1]) == (
        "running",
        "the host has not finished `job-1` after 900 s: it is down; it is paid for and held: run it again to fetch it, or "
        "`storyc ledger resolve a1 --lost` gives it up",
        "",
    )


def test_a_job_that_came_to_nothing_is_void() -> None:
    _, actions = played(ASKING, HostRefused("failed", "it ran and failed", 422), Written())
    assert actions[0] == Void(RUNNING, "it ran and failed")
    assert outcome(actions[1]) == ("failed", "it ran and failed; it was not billed", "failed")


def test_a_key_that_a_job_is_not_shown_to_closes_the_run_and_voids_nothing() -> None:
    action = after(ASKING, HostRefused("key", "unknown key", 401))
    assert isinstance(action, Finish)
    assert action.closes == "unknown key"
    assert outcome(action) == ("failed", "it is paid for and cannot be fetched: unknown key", "key")


def test_a_young_job_that_the_host_does_not_know_is_given_up_by_no_one() -> None:
    resting, _ = played(ASKING, Gone("no such job"), Waited(), Gone("no such job"), Waited())
    kind, why, _ = outcome(after(resting, Gone("no such job")))
    assert kind == "failed"
    assert why.startswith("the host does not know `job-1` now")
    old = Moment(100.0, TIME + timedelta(hours=1))
    assert "`storyc ledger resolve a1 --lost`" in outcome(after(ASKING, Gone("no such job"), old))[1]


def test_a_clip_that_comes_spoilt_is_fetched_three_times_and_no_more() -> None:
    start, actions = ASKING, list[Action]()
    for _ in range(3):
        start, more = played(start, Finished("https://host/clip", 90), Trouble("it is no film", lasting=True))
        actions += more
        if isinstance(more[-1], Wait):
            start, more = played(start, Waited())
    assert [type(action) for action in actions] == [Fetch, Wait, Fetch, Wait, Fetch, Finish]
    kind, why, cause = outcome(actions[-1])
    assert (kind, cause) == ("failed", "spoilt")
    assert why.startswith("the host has finished `job-1`, and its clip cannot be used: it is no film; ")
    assert "`storyc ledger resolve a1 --file CLIP`" in why


def test_trouble_of_the_moment_is_waited_for_and_says_that_the_host_is_done() -> None:
    start = ASKING
    for _ in range(9):
        start, actions = played(start, Finished("https://host/clip", 90), Trouble("it was cut"), Waited())
        assert isinstance(actions[1], Wait)
        assert isinstance(actions[2], Ask)
    start, _ = played(start, Finished("https://host/clip", 90), Trouble("it was cut"))
    kind, why, cause = outcome(after(start, Waited(), Moment(200.0, TIME)))
    assert (kind, cause) == ("failed", "")
    assert why == (
        "the host has finished `job-1`, and its clip cannot be fetched now: it was cut; run it again to fetch it"
    )


def test_a_fetch_that_fails_is_asked_for_again_and_so_is_once_a_clip_that_is_not_there() -> None:
    start = purchase(Fetching(RUNNING, POLL))
    assert isinstance(after(start, Trouble("it was cut")), Wait)
    start, actions = played(start, Gone("it was deleted"), Waited(), Finished("https://host/fresh", 90))
    assert isinstance(actions[0], Wait)
    assert actions[1:] == [Ask("job-1"), Fetch("https://host/fresh")]
    assert outcome(after(start, Gone("it was deleted")))[1].startswith("paid for, but it was deleted")


def test_a_bought_clip_whose_file_is_gone_is_fetched_again_and_must_be_the_same() -> None:
    start, actions = played(purchase(), Booked(BOUGHT), Stocked(whole=False), Finished("https://host/clip", 90))
    assert actions == [Locate(CLIP.sha256), Ask("job-1"), Fetch("https://host/clip")]
    start, actions = played(start, Fetched(9))
    assert actions == [Keep(at_once=True)]
    assert outcome(after(start, CLIP))[0] == "done"
    assert outcome(after(start, Blob("d" * 64, 9)))[1].startswith(
        "paid for, but its file is gone from the store, and the host has another one, which `storyc ledger resolve"
    )


# ---- an outcome that is not known ------------------------------------------------------------------------------------

UNKNOWN = attempt("unknown", note="504")


def test_silence_of_the_history_leaves_it_unknown() -> None:
    start = purchase(sent_at=50.0)
    _, actions = played(
        start, Booked(UNKNOWN), Waited(), Reconciled(why="it is not shown"), Waited(), Reconciled(why="it is not shown")
    )
    assert [type(action) for action in actions] == [Wait, AskHistory, Wait, AskHistory, Finish]
    assert outcome(actions[-1])[:2] == (
        "unknown",
        "504; it is not shown: 0.0001 USD may have been spent; `storyc ledger show a1` says how to settle it",
    )


def test_an_older_unknown_is_looked_for_once() -> None:
    _, actions = played(purchase(), Booked(UNKNOWN), Reconciled(why="it is not shown"))
    assert actions[0] == AskHistory(UNKNOWN)
    assert outcome(actions[1])[0] == "unknown"


def test_a_send_that_was_repeated_in_vain_is_looked_for_as_one_of_this_run() -> None:
    lost = Reconciled(why="the line broke", resent=True)
    _, actions = played(purchase(), Booked(UNKNOWN), lost, Waited(), lost, Waited(), Reconciled(settled=True))
    assert [type(action) for action in actions] == [AskHistory, Wait, AskHistory, Wait, AskHistory, ReadLedger]


def test_several_jobs_end_the_looking_and_one_settles_it() -> None:
    start = purchase(Looking(UNKNOWN, (9.0,)))
    assert outcome(after(start, Reconciled(final=True, why="there are two")))[0] == "unknown"
    assert after(start, Reconciled(settled=True)) == ReadLedger()


def test_looking_ends_with_the_run() -> None:
    expecting, _ = played(purchase(sent_at=50.0), Booked(UNKNOWN))
    assert outcome(after(expecting, Waited(), STOPPED))[0] == "unknown"


# ---- ledger and store that fail --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (Booked(None), "failed"),
        (Booked(RUNNING), "failed"),
        (Booked(attempt("sending")), "unknown"),
        (Booked(UNKNOWN), "unknown"),
        (Broke("it cannot be read"), "unknown"),  # it was sent, and nobody knows more
    ],
)
def test_where_the_disk_fails_the_ledger_says_what_is_kept(event: Event, kind: str) -> None:
    troubled, action = clip.step(SENDING, Broke("the disk is full", at=50.0), NOW)
    assert action == ReadLedger()
    assert outcome(after(troubled, event))[0] == kind


def test_where_the_ledger_cannot_be_read_what_was_not_sent_is_not_unknown() -> None:
    refused_before, _ = played(SENDING, refused("busy"), Written())
    for start in (purchase(Reserving({})), purchase(Naming(attempt(), CLIP), sent_at=50.0, fresh=True), refused_before):
        _, actions = played(start, Broke("the disk is full"), Broke("it cannot be read"))
        assert outcome(actions[1])[:2] == (
            "failed", "the disk is full; nothing is lost: run it again when that is mended",
        )  # fmt: skip


def test_an_event_that_nothing_waits_for_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="Sending was followed by Waited"):
        clip.step(SENDING, Waited(), NOW)
