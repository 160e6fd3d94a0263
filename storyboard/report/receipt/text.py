"""A receipt as a page for people: a block of lines for each clip."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.records.parts import ConsentRecord
from storyboard.records.receipt import Receipt, ReceiptClip, ReceiptShape
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.words import count, generations
from storyboard.timing import micro, money

UNSIGNED = "It bears no signature: it shows that it agrees with itself, not who wrote it."
_WIDE = 10


def render(receipt: Receipt) -> str:
    """The page; empty where nothing was paid for."""
    if not receipt.clips:
        return ""
    blocks = [f"{name(clip)}\n{''.join(_lines(clip))}" for clip in receipt.clips]
    clips = len({(clip.ledger, clip.story, clip.clip.index, clip.variant) for clip in receipt.clips})
    cost = sum(micro(clip.cost_usd) for clip in receipt.clips)
    total = f"{generations(len(receipt.clips), clips)}, {money(cost)} USD. {UNSIGNED}\n"
    return "\n".join([*blocks, total])


def name(clip: ReceiptClip) -> str:
    """Which clip it is: `film.story, clip 2, The forge, take 3`."""
    parts = [clip.story, f"clip {clip.clip.index}", clip.clip.title, clip.variant, f"take {clip.take}"]
    return shown(", ".join(part for part in parts if part) + (" (rehearsal)" if clip.rehearsal else ""))


def _lines(clip: ReceiptClip) -> Iterator[str]:
    yield _line("request", f"{clip.profile}, SHA-256 {clip.request_sha256}")
    yield _line("host", f"{clip.host}, job {clip.request_id or 'that it has not named'}")
    yield _line("attempt", f"{clip.attempt} of ledger {clip.ledger or '-'}, begun {clip.created[:19]}Z")
    known = "charged" if clip.cost_known else "counted, since the host tells no cost"
    yield _line("price", f"{clip.price_usd} USD{_agreed(clip.consent)}, {clip.cost_usd} USD {known}")
    size = "" if clip.size is None else f", {clip.size} bytes"
    yield _line("file", f"{clip.path or 'in the store alone'}{size}, SHA-256 {clip.sha256}")
    yield _line("ordered", _shape(clip.ordered))
    yield _line("measured", "the file is not here" if clip.measured is None else _shape(clip.measured))
    for part in clip.off_spec or ():
        taken = ", and taken as it is" if clip.agreed else ""
        yield _line("off", f"its {part.what} was ordered as {part.ordered} and came as {part.arrived}{taken}")
    yield _line("chain", f"{count(len(clip.events), 'event')}, from {clip.root} to {clip.events[-1].hash}")


def _line(head: str, words: str) -> str:
    return f"  {head:<{_WIDE}}{shown(words)}\n"


def _agreed(consent: ConsentRecord | None) -> str:
    if consent is None:
        return ""
    return f" agreed to by {consent.who} on {consent.machine} ({consent.how})"


def _shape(shape: ReceiptShape) -> str:
    parts = [f"{shape.seconds} s", shape.size, f"{shape.fps} fps" if shape.fps else "", "sound" if shape.sound else ""]
    return ", ".join(part for part in parts if part)
