"""Who vouches for the prices that money is agreed to in, and what the host was seen to charge instead of them.

Consent and caps are counted in prices. Shipped ones are vouched for by storyc; a project's own come from many hands, so
somebody outside the project must name the profile before anything is bought at them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.config import Config
from storyboard.diagnostics import UserError
from storyboard.production.plan import BOUGHT, PlanRow, priced, tells_cost
from storyboard.profiles import Profile, host_of, load, price, shipped
from storyboard.source import Files
from storyboard.timing import money


class UndercutPrice(UserError):
    """A project's profile says that a model is cheaper than it is known to be."""


def unvouched(rows: Sequence[PlanRow], files: Files) -> dict[str, str]:
    """The profiles of rows whose prices need somebody's word, each with the reason as a phrase.

    Raises UndercutPrice.
    """
    sizes: dict[str, set[str]] = {}
    for row in rows:
        sizes.setdefault(row.request.profile, set()).add(priced(row.request, row.seconds)[1])
    reasons = {name: _reason(name, wanted, files) for name, wanted in sorted(sizes.items())}
    return {name: reason for name, reason in reasons.items() if reason}


def _both(own: Profile, known: Profile) -> Iterator[tuple[str, int]]:
    """The sizes and lengths that both of two profiles offer."""
    for size in own.size.allowed:
        if size in known.size.allowed:
            yield from ((size, seconds) for seconds in own.duration.allowed if seconds in known.duration.allowed)


def _reason(name: str, sizes: set[str], files: Files) -> str:
    """Why the prices of some sizes of a profile need somebody's word, empty where they do not."""
    known = shipped(name)
    if known is None:
        return f"the prices of `{name}` are the project's own"
    own = load(name, files)
    for size, seconds in _both(own, known):
        if price(own, size, seconds) < price(known, size, seconds):
            raise UndercutPrice(
                f"`profiles/{name}.yaml` says {money(price(own, size, seconds))} USD for {seconds} s of {size}, and "
                f"storyc knows {money(price(known, size, seconds))}: take the price out of the project's profile"
            )
    strange = sorted(sizes - known.size.allowed.keys())
    if strange:
        return f"the price of {strange[0]} by `{name}` is the project's own"
    if own.body != known.body or own.route != known.route:
        # Else a length could be sent under another name than the one that it was priced by.
        return f"`profiles/{name}.yaml` names the fields of a request otherwise than storyc does"
    return f"the prices of `{name}` were never verified" if known.price.evidence == "unverified" else ""


def bought(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """The rows that would be paid for."""
    return [row for row in rows if row.state in BOUGHT]


def untrusted(rows: Sequence[PlanRow], files: Files, config: Config) -> dict[str, str]:
    """The profiles that would be bought by at prices for which nobody vouches, each with the reason."""
    doubted = unvouched(bought(rows), files)
    return {name: reason for name, reason in doubted.items() if name not in config.trust_prices}


def needless(rows: Sequence[PlanRow], files: Files, config: Config) -> list[str]:
    """The profiles that a flag vouches for in vain: they are not used here, or storyc vouches for them.

    A variable is set for many projects, so it may name more than one of them uses.
    """
    if not config.origins["trust_prices"].startswith("--"):
        return []
    doubted = unvouched(rows, files)
    return [name for name in config.trust_prices if name not in doubted]


def on_trust(rows: Sequence[PlanRow], files: Files, config: Config) -> Iterator[str]:
    """The prices for which somebody outside the project vouches, as phrases. Raises UndercutPrice."""
    for name, reason in unvouched(bought(rows), files).items():
        if name in config.trust_prices:
            yield f"{reason}: the first clip goes alone, and the others wait for what it costs"


def overruns(rows: Sequence[PlanRow], files: Files) -> Iterator[str]:
    """The prices in whose place something counts that the host has charged, as phrases."""
    overruns = {priced(row.request, row.seconds): row for row in rows if row.overrun is not None}
    for (name, size, seconds), row in overruns.items():
        assert row.overrun is not None
        yield (
            f"the host has charged {money(row.overrun.counted)} USD for {seconds} s of {size} by `{name}` (attempt "
            f"`{row.overrun.id}`), more than the price of {money(row.overrun.price)} USD: it is counted at that"
        )


def silent_hosts(rows: Sequence[PlanRow]) -> list[str]:
    """The hosts that would be paid and do not tell what they charge."""
    profiles = {row.request.profile for row in bought(rows)}
    return sorted({host_of(name) for name in profiles if not tells_cost(name)})


def moved_books(config: Config) -> str:
    """Why the caps cannot be counted, empty where they can: a project's file moves the ledger that they are counted in.

    Each ledger counts anew, so who sets a cap outside the project must say there too where the ledger lies.
    """
    caps = sorted(config.outside - {"caps.run"})
    for key in ("store", "ledger"):
        origin = config.origins[key]
        if caps and origin != "default" and not origin.startswith(("--", "STORYC_")):
            return (
                f"`{caps[0]}` is set outside the project, and `{key}` in {origin} would move the ledger in which it is "
                f"counted: take `{key}` out of the file, and set STORYC_{key.upper()}"
            )
    return ""
