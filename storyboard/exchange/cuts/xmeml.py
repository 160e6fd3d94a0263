"""A sequence in the XML of Final Cut Pro 7, as Premiere and Resolve write it: the clips on all tracks of pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from urllib.parse import unquote

from storyboard.diagnostics import UserError
from storyboard.exchange.cuts.nodes import XmlNode, tree
from storyboard.exchange.cuts.records import CutEvent, CutMark, EditorCut, blended, ordered
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.patterns import lazy

_NUMBER = lazy(r"-?\d{1,12}")
_SPEED = lazy(r"-?\d{1,6}(?:\.\d{1,9})?")
_UNSET = -1  # where a transition lies over the edge


def suits(text: str) -> bool:
    """Whether the text is xmeml."""
    return text.lstrip().startswith("<") and "<xmeml" in text[:2000]


def read(text: str, rate: FrameRate) -> EditorCut:
    """The events of the first sequence. Raises UserError."""
    root = tree(text)
    sequence = next((node for node in root.below() if node.tag == "sequence" and node.first("media", "video")), None)
    if sequence is None:
        raise UserError("it holds no sequence with pictures")
    rate = _rate(sequence) or rate
    files = {node.get("id"): node for node in root.below() if node.tag == "file" and node.children}
    events: list[CutEvent] = []
    transitions: list[str] = []
    video = sequence.first("media", "video")
    for track in video.all("track") if video is not None else []:
        if track.said("enabled") != "FALSE":
            items = [node for node in track.children if node.tag in ("clipitem", "generatoritem", "transitionitem")]
            events += _events(items, files, rate)
            transitions += blended([None if item.tag == "transitionitem" else item.said("name") for item in items])
    return EditorCut(rate, ordered(events), transitions=tuple(transitions))


def _events(items: Sequence[XmlNode], files: dict[str, XmlNode], rate: FrameRate) -> Iterator[CutEvent]:
    for place, item in enumerate(items):
        if item.tag == "transitionitem" or item.said("enabled") == "FALSE":
            continue
        start, end = _number(item, "start"), _number(item, "end")
        if start == _UNSET and place:
            start = _cut_of(items[place - 1])
        if end == _UNSET and place + 1 < len(items):
            end = _cut_of(items[place + 1])
        if start >= 0 and end > start:
            yield _event(item, start, end, files, rate)


def _cut_of(item: XmlNode) -> int:
    """Where the cut under a transition is."""
    start, end = _number(item, "start"), _number(item, "end")
    side = item.said("alignment").partition("-")[0]
    return {"start": start, "end": end}.get(side, (start + end) // 2)


def _event(item: XmlNode, start: int, end: int, files: dict[str, XmlNode], rate: FrameRate) -> CutEvent:
    own = _rate(item) or rate
    file = item.first("file")
    known = files.get(file.get("id"), file) if file is not None else None
    address = (known.said("pathurl") or known.said("name")) if known is not None else ""
    marks = [
        CutMark(own.seconds(_number(mark, "in")), f"{mark.said('name')} {mark.said('comment')}".strip())
        for mark in item.all("marker")
    ]
    source = own.seconds(max(_number(item, "in"), 0))
    noted = item.said("logginginfo", "shotnote")
    if not marks and noted:
        marks = [CutMark(source, noted)]
    return CutEvent(
        item.said("name"), start, end - start, source,
        known.said("timecode", "reel", "name") if known is not None else "",
        unquote(address).rpartition("/")[2], tuple(marks), _is_remapped(item),
    )  # fmt: skip


def _is_remapped(item: XmlNode) -> bool:
    """Whether the clip is faster, slower, backwards or a still."""
    for effect in (node for node in item.below() if node.tag == "effect" and node.said("effectid") == "timeremap"):
        for part in effect.all("parameter"):
            value = part.said("value")
            if part.said("parameterid") == "speed" and _SPEED.fullmatch(value) and Fraction(value) != 100:
                return True
            if part.said("parameterid") in ("reverse", "variablespeed") and value.upper() in ("TRUE", "1"):
                return True
    return item.said("stillframe").upper() == "TRUE"


def _rate(node: XmlNode) -> FrameRate | None:
    base = _number(node.first("rate") or XmlNode("", {}), "timebase")
    if not 0 < base <= 240:
        return None
    return FrameRate(base * 1000, 1001) if node.said("rate", "ntsc").upper() == "TRUE" else FrameRate(base)


def _number(node: XmlNode, tag: str) -> int:
    words = node.said(tag)
    if not words:
        return _UNSET
    if not _NUMBER.fullmatch(words):
        raise UserError(f"`{words[:40]}` is no number of frames")
    return int(words)
