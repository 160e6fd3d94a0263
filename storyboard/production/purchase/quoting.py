"""What a host says that clips would cost, asked for free before anybody agrees to a price.

A quote that is higher than the profile's price counts in its place, in what is shown, in consent and in caps. A lower
one changes nothing: it is not known to hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.production import plan
from storyboard.production.plan import PlanRow
from storyboard.production.purchase.likeness import sounds_in
from storyboard.production.purchase.offer import Consent, Notice, Objection, ProjectBooks
from storyboard.profiles import model_of
from storyboard.timing import money

_UNPLANNED = "no plan knows it, since planning asks no host: build without `--plan`, with `--max-cost`"


def quoted(opened: Sequence[ProjectBooks], consent: Consent) -> Iterator[Objection | Notice]:
    """Ask each host that quotes once for each price of what would be bought; what is in the way, and what to know."""
    for books in opened:
        provider = books.provider
        if provider is None or not provider.abilities.quotes:
            continue
        for what, row in _asked(books).items():
            price = provider.quote(row.request.route or model_of(row.request.profile), row.request.fields)
            if not isinstance(price, int):
                yield Notice(f"`{books.config.provider}` quotes no price of {_clip(row)}: {price.why}", warns=False)
            elif price > row.request.price:
                books.quotes[what] = price
                why = f"`{books.config.provider}` quotes {money(price)} USD for {_clip(row)}"
                why = f"{why}, more than the price of {money(row.request.price)} USD"
                planned = consent.planned
                yield Objection("out of date", (why,), advice=_UNPLANNED) if planned else Notice(f"{why}: it counts")
        books.rows = tuple(plan.dearer(row, books.quotes) for row in books.rows)


def _asked(books: ProjectBooks) -> dict[plan.Priced, PlanRow]:
    """One row of each price that would be paid; a sound that is not uploaded yet has no address to ask with."""
    rows = (row for row in books.rows if row.state in plan.BOUGHT and not any(sounds_in(row.request.fields)))
    return {plan.priced(row.request, row.seconds): row for row in rows}


def _clip(row: PlanRow) -> str:
    return f"{row.seconds} s of {row.request.size} by `{row.request.profile}`"
