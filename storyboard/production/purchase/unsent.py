"""How each clip stands where a run is refused before it sends anything."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.ledger.steps import cost_of, is_doubted, why_over
from storyboard.production.purchase.offer import ProjectBooks
from storyboard.production.purchase.records import charged_said, doubt_said, off_order
from storyboard.production.records import Step
from storyboard.timing import money


def unsent_steps(books: ProjectBooks, why: str) -> Iterator[Step]:
    """How each clip stands where a run is refused: what was paid for before is kept, and the rest is not, and `why`."""
    for row in books.rows:
        request, attempt = row.request, row.attempt
        step = Step(
            "refused", request.story, request.variant, request.clip.index, ms=row.seconds * 1000, take=request.take,
            reason=why,
        )  # fmt: skip
        if attempt is None and row.entry is not None and row.entry.state == "running":
            said = f"it is being made; {why}"
            step = msgspec.structs.replace(step, state="left", reason=said, request_id=row.entry.request_id)
        if attempt is not None:
            step = msgspec.structs.replace(
                step, price=cost_of(attempt), request_id=attempt.request_id, attempt=attempt.id
            )
            match row.state:
                case "cached":
                    path = books.root / attempt.path if attempt.path is not None else None
                    path = path if path is not None and path.is_file() else None
                    step = msgspec.structs.replace(
                        step, state="kept", reason=off_order(attempt), path=path, off_spec=attempt.disputed
                    )
                case "unknown" if is_doubted(attempt):
                    said = doubt_said(attempt, why_over(attempt))
                    step = msgspec.structs.replace(step, state="unknown", reason=said)
                case "unknown":
                    how = f"`storyc ledger show {attempt.id}` says how to settle it"
                    said = f"{money(attempt.held)} USD may have been spent; {how}"
                    step = msgspec.structs.replace(step, state="unknown", reason=said)
                case "failed":
                    said = charged_said(attempt, why_over(attempt), attempt.held)
                    step = msgspec.structs.replace(step, state="failed", reason=said)
                case _:
                    step = msgspec.structs.replace(step, state="left", reason=f"it is being made; {why}")
        yield step
