"""What is in the way of a run before it looks for its clips at a host: before that host is asked, and after.

Books, lock file, saved plan and prices come first, for which nobody is asked; then what became of earlier sends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from storyboard.production.files.lock import unwritable
from storyboard.production.plan import lineage
from storyboard.production.plan.saved import Saved, anew, differences, flaws
from storyboard.production.purchase import prices
from storyboard.production.purchase.entries import take_all_back, unlocked
from storyboard.production.purchase.history import reconcile
from storyboard.production.purchase.offer import Consent, HostAccess, Objection, ProjectBooks
from storyboard.production.purchase.ordering import asked_for
from storyboard.production.purchase.places import scattered
from storyboard.providers.keys import NoKey
from storyboard.system.addresses import shown


def contradictions(opened: Sequence[ProjectBooks], consent: Consent, saved: Saved | None) -> list[Objection]:
    """What a build would do that the lock file or the saved plan does not allow."""
    objections = [*_unwritable(opened, consent), *_unlimited(opened), *_scattered(opened)]
    for books in opened if consent.locked and not objections else ():
        phrases = tuple(unlocked(books.rows, books.lock, books.ledger))
        objections += [Objection("out of date", phrases)] if phrases else []
    if not objections and saved is not None:
        places = {books.ledger.place for books in opened}
        phrases = tuple(phrase for place in places for phrase in flaws(saved, place))
        objections += [_out_of_date(phrases, saved, opened[0].root)] if phrases else []
    if not objections:
        objections += [objection for books in opened for objection in _unplanned(books, consent, saved)]
    return objections or [*_doubtful_prices(opened, consent), *_needless_trust(opened)]


def barred(opened: Sequence[ProjectBooks]) -> list[Objection]:
    """What is in the way of a run that buys nothing."""
    return [*_unwritable(opened, Consent()), *_scattered(opened)]


def _unwritable(opened: Sequence[ProjectBooks], consent: Consent) -> Iterator[Objection]:
    """The ledgers and files that may only be read although clips are to be bought or fetched."""
    for books in (item for item in opened if item.asks()):
        if books.read_only:
            if isinstance(books.addresses.ledger, Path):
                why = f"the ledger in `{books.addresses.ledger}` is read-only, and not all clips are there"
                yield Objection("usage", (why,), "make it writable, or name another by `--store`")
            else:
                yield Objection("usage", (f"{books.barred}; and not all clips are there",))
        elif why := unwritable(books.root, None if consent.locked else books.addresses.lock):
            yield Objection("usage", (why,), "it must be written once clips have come")


def _unlimited(opened: Sequence[ProjectBooks]) -> Iterator[Objection]:
    """The ledgers of a studio that has set no cap. What is rehearsed is not paid for."""
    for books in (item for item in opened if item.asks() and not item.rehearsal):
        limits = books.ledger.limits()
        if limits is not None and not limits.lasting:
            help = "have somebody with the role `storyc_caps` set one: `storyc ledger caps --month USD`"
            yield Objection("usage", (f"the ledger `{shown(books.addresses.ledger)}` has no cap of the studio",), help)


def _scattered(opened: Sequence[ProjectBooks]) -> Iterator[Objection]:
    """The ledgers of a studio whose clips would lie where only this machine finds them."""
    for books in (item for item in opened if item.asks() and not item.rehearsal):
        amiss = scattered(books.addresses, books.ledger, books.config.origins["store"])
        if amiss is not None:
            yield Objection("usage", amiss[:1], amiss[1])


def _doubtful_prices(opened: Sequence[ProjectBooks], consent: Consent) -> Iterator[Objection]:
    """The prices that nobody outside the project vouches for, and the hosts that will not tell what they charge."""
    for books in opened:
        for name, reason in prices.untrusted(books.rows, books.files, books.config).items():
            help = f"look at them, and vouch for them by `--trust-prices {name}` or STORYC_TRUST_PRICES"
            yield Objection("usage", (f"{reason}, and nobody outside of it vouches for them",), help)
        for host in () if consent.most is not None else prices.silent_hosts(books.rows):
            yield Objection("usage", (f"`{host}` does not tell what it charges",), "say the most by `--max-cost` too")


def _needless_trust(opened: Sequence[ProjectBooks]) -> Iterator[Objection]:
    """The profiles that a flag vouches for although no project of the run needs it."""
    first, *others = [prices.needless(books.rows, books.files, books.config) for books in opened]
    for name in first:
        if all(name in other for other in others):
            why = f"`--trust-prices {name}` vouches for no price that this run needs vouched for"
            yield Objection("usage", (why,), "leave it out")


def _unplanned(books: ProjectBooks, consent: Consent, saved: Saved | None) -> Iterator[Objection]:
    """What a build of one project would do otherwise than it was planned."""
    phrases = tuple(differences(saved, books.rows, books.files, part=consent.part)) if saved is not None else ()
    if saved is not None and phrases:
        yield _out_of_date(phrases, saved, books.root)


def _out_of_date(phrases: tuple[str, ...], saved: Saved, root: Path) -> Objection:
    return Objection("out of date", phrases, advice=f"plan it again: `{anew(saved, root)}`")


def approach(
    opened: Sequence[ProjectBooks], access: HostAccess, consent: Consent, saved: Saved | None
) -> Iterator[Objection]:
    """Give the books their hosts and ask what became of earlier sends, which is free; what is in the way after that.

    Raises LedgerTrouble.
    """
    try:
        for books in opened:
            books.provider = access.open(books.config)
    except NoKey as error:
        yield Objection("key", (str(error),))
    for books in opened:
        settle(books)
        # What has come to nothing meanwhile would be bought anew, which nobody has planned.
        yield from _unplanned(books, consent, saved)
    yield from _doubtful_prices(opened, consent)


def settle(books: ProjectBooks) -> None:
    """Ask once for each outcome that earlier runs left unknown, before the plan is made of it."""
    lineage.catch_up(books.lock, books.ledger, books.left)
    provider = books.provider
    if provider is not None:
        jobs_of, origins = cache(provider.history), books.origins
        for attempt in books.left:
            if attempt.state == "unknown":
                model = asked_for(attempt, books.files)
                reconcile(books.ledger, provider, model, attempt, origins, jobs_of)
    books.read()
    if take_all_back(books.rows, books.lock, books.ledger, books.config.provider):
        books.read()
