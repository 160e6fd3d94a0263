"""What the host says before anything is bought: whether its balance suffices, and whether its clock is ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from storyboard.production import plan
from storyboard.production.purchase.offer import Notice, Objection, ProjectBooks
from storyboard.providers import HostRefused, Provider, Trouble
from storyboard.timing import money

_ADRIFT = timedelta(minutes=10)


def objections(opened: Iterable[ProjectBooks]) -> Iterator[Objection | Notice]:
    """What the balance of a host does not suffice for, a key that a host refuses, a clock that is wrong.

    Asking is free. Where a host has no balance, its clock is that of the last answer, if there was one.
    """
    by_host: dict[str, list[ProjectBooks]] = {}
    for books in opened:
        by_host.setdefault(books.config.provider, []).append(books)
    for projects in by_host.values():
        total = plan.spending(books.planned for books in projects)
        provider = next((books.provider for books in projects if books.provider is not None), None)
        if total and provider is not None:
            if provider.abilities.balance:
                yield from _short(provider, total, _held(projects))
            yield from _wrong_clock(projects, provider.moment())


def _held(projects: Iterable[ProjectBooks]) -> int:
    """What will be spent of the balance beside a run, as far as its ledgers know: what is held and not sent yet."""
    return sum({books.ledger.id: books.ledger.unsent() for books in projects}.values())


def _short(provider: Provider, total: int, on_hold: int) -> Iterator[Objection | Notice]:
    balance = provider.balance()
    if isinstance(balance, HostRefused):
        yield Objection("cap" if balance.cause == "credits" else "key", (balance.why,))
    elif isinstance(balance, Trouble):
        yield Notice(f"the balance cannot be asked: {balance.why}")
    elif balance < total + on_hold:
        more = f", and {money(on_hold)} for clips that wait to be sent" if on_hold else ""
        why = f"the account holds {money(balance)} USD, and {money(total)} are needed{more}"
        yield Objection("cap", (why,), "top it up, or build less")


def _wrong_clock(projects: Iterable[ProjectBooks], host_time: datetime | None) -> Iterator[Objection]:
    """That this machine's clock or the host's is wrong, where caps count by the day or the month."""
    now = datetime.now(UTC)
    caps = [cap for books in projects for cap in (books.config.caps, books.ledger.limits()) if cap is not None]
    counted = any(cap.day is not None or cap.month is not None for cap in caps)
    if counted and host_time is not None and abs(now - host_time) > _ADRIFT:
        why = f"this machine's clock says {now:%Y-%m-%d %H:%M:%S} UTC and the host's {host_time:%Y-%m-%d %H:%M:%S} UTC"
        yield Objection("usage", (f"{why}, and caps count by the day",), "set the clock that is wrong")
