"""A sequence of FCPXML, of any version: its spine, what is connected above it, and secondary storylines."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from urllib.parse import unquote

from storyboard.diagnostics import UserError
from storyboard.exchange.cuts.nodes import XmlNode, tree
from storyboard.exchange.cuts.records import CutEvent, CutMark, EditorCut, blended, half_up, ordered
from storyboard.exchange.timelines.rates import FrameRate, nearest
from storyboard.patterns import lazy

_ITEMS = ("asset-clip", "audition", "clip", "mc-clip", "ref-clip", "sync-clip", "title", "video")
_TIME = lazy(r"(-?\d{1,18})(?:/([1-9]\d{0,12}))?s|(-?\d{1,12}\.\d{1,12})s")
_ZERO = Fraction(0)


def suits(text: str) -> bool:
    """Whether the text is FCPXML."""
    return text.lstrip().startswith("<") and "<fcpxml" in text[:2000]


def read(text: str, rate: FrameRate) -> EditorCut:
    """The events of the first sequence. Raises UserError."""
    root = tree(text)
    sequence = next((node for node in root.below() if node.tag == "sequence" and node.first("spine")), None)
    if sequence is None:
        raise UserError("it holds no sequence")
    resources = {node.get("id"): node for node in root.below() if node.get("id")}
    form = resources.get(sequence.get("format"))
    frame = _time(form.get("frameDuration")) if form is not None else None
    rate = (nearest(1 / frame) if frame else None) or rate
    spine = sequence.first("spine")
    assert spine is not None
    events = [_event(item, start, resources, rate) for item, start in _items(spine, _ZERO)]
    spines = [node for node in spine.below() if node.tag == "spine"]
    transitions = tuple(name for line in spines for name in blended(list(map(_named, line.children))))
    return EditorCut(rate, ordered(events), transitions=transitions)


def _items(spine: XmlNode, begin: Fraction) -> Iterator[tuple[XmlNode, Fraction]]:
    """The clips of a storyline that begins at a second, and those that are connected above them."""
    at = begin
    for child in spine.children:
        node = _picked(child)
        if node.tag == "transition" or (node.tag not in _ITEMS and node.tag != "gap"):
            continue
        offset = _time(child.get("offset")) or _time(node.get("offset"))
        start = begin + offset if offset is not None else at
        at = start + (_time(node.get("duration")) or _ZERO)
        if node.tag != "gap" and node.get("enabled") != "0":
            yield node, start
        for inner in node.children:
            above = inner.get("lane")
            if above and not above.startswith("-") and inner.get("enabled") != "0":
                # What is connected counts in the time of the clip that it hangs on.
                own = start + (_time(inner.get("offset")) or _ZERO) - (_time(node.get("start")) or _ZERO)
                if inner.tag == "spine":
                    yield from _items(inner, own)
                elif inner.tag in _ITEMS:
                    yield _picked(inner), own


def _named(node: XmlNode) -> str | None:
    """What an element of a storyline is called, None for a transition."""
    if node.tag == "transition":
        return None
    return "" if node.tag == "gap" else _picked(node).get("name")


def _picked(node: XmlNode) -> XmlNode:
    """The clip of an audition that is shown, which is its first; any other element itself."""
    return node.children[0] if node.tag == "audition" and node.children else node


def _event(item: XmlNode, start: Fraction, resources: dict[str, XmlNode], rate: FrameRate) -> CutEvent:
    length = _time(item.get("duration")) or _ZERO
    first, last = half_up(start * rate.value), half_up((start + length) * rate.value)
    inner = item.first("video") or item.first("audio")
    asset = resources.get(item.get("ref") or (inner.get("ref") if inner is not None else ""))
    medium = asset.first("media-rep") if asset is not None else None
    address = (asset.get("src") if asset is not None else "") or (medium.get("src") if medium is not None else "")
    source = _time(item.get("start"))
    marks = [CutMark(_time(mark.get("start")) or _ZERO, mark.get("value")) for mark in item.all("marker")]
    note = item.said("note")
    if not marks and note and source is not None:
        marks = [CutMark(source, note)]
    return CutEvent(
        item.get("name"), first, last - first, source if source is not None else _ZERO,
        asset.get("name") if asset is not None else "", unquote(address).rpartition("/")[2], tuple(marks),
        item.first("timeMap") is not None,
    )  # fmt: skip


def _time(text: str) -> Fraction | None:
    """The seconds that a time names, None for an absent one. Raises UserError."""
    if not text:
        return None
    read = _TIME.fullmatch(text.strip())
    if read is None:
        raise UserError(f"`{text[:40]}` is no time")
    return Fraction(read[3]) if read[3] else Fraction(int(read[1]), int(read[2] or 1))
