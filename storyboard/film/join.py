"""Several clips as one film: pictures copied where they may be, the sound decoded and encoded once as one run.

Copied sound drifts: each clip's encoder adds samples in front and fills its last packet, so that after five clips a
sound comes 140 ms after its picture.
"""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import msgspec
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import PictureType
from av.video.stream import VideoStream

from storyboard.film.boxes import both, free_identity, headers
from storyboard.film.encoder import RATE, Encoding, video_encoder
from storyboard.film.fit import pictures
from storyboard.film.mux import Writer
from storyboard.film.probe import NotMedia, Probe, opened, probe, video_of
from storyboard.film.soundtrack import soundtrack

_MP4_CODECS = frozenset({"h264", "hevc", "av1", "vp9", "mpeg4"})
_PROFILES = {66: "baseline", 77: "main", 100: "high"}  # ITU-T H.264, A.2


class Joined(msgspec.Struct, frozen=True):
    """A film that was joined: its length, how many clips were copied, and which were not, each with the reason."""

    ms: float
    copied: int
    reencoded: tuple[tuple[Path, str], ...]


class _Encodings(msgspec.Struct, frozen=True):
    """How the pictures get into one track; `reasons` has a text for each clip that is re-encoded."""

    encoding: Encoding
    reasons: tuple[str, ...]
    copying: bool  # whether the track is the first clip's
    identity: int = 0
    headers: bytes = b""


# A packet of pictures with its times in the film's ticks: shown at, decoded at, lasting.
_Timed: TypeAlias = "tuple[Packet[VideoStream], int, int, int]"


def join(paths: Sequence[Path], out: Path) -> Joined:
    """Write the clips one after the other to `out`, whatever they are; each lasts exactly as long as its pictures.

    A clip is copied when codec, size, pixels, clock and headers are the first clip's; else it is encoded anew at the
    first's size and rate, with bars where its shape differs. Raises `NotMedia` for a file that is no video or ends
    early, before anything is written, and OSError where `out` cannot be written.
    """
    if not paths:
        raise ValueError("no clips to join")
    if out.exists() and any(path.exists() and out.samefile(path) for path in paths):
        raise ValueError(f"{out} is one of the clips")
    clips = [(path, _whole(path)) for path in paths]
    plan = _plan([probed for _, probed in clips])
    channels = [probed.channels for _, probed in clips if probed.channels]
    layout = "" if not channels else "mono" if max(channels) == 1 else "stereo"
    total = sum((probed.length for _, probed in clips), Fraction(0))
    with opened(paths[0]) as first:
        track = video_of(first) if plan.copying else plan.encoding
        film = Writer(out, track, total, sound=layout, headers=plan.headers, rounded=False)
    with film, closing(_sound(clips, layout)) as sound:
        _write(film, clips, plan, sound)
    reencoded = tuple((path, why) for path, why in zip(paths, plan.reasons, strict=True) if why)
    return Joined(round(float(total * 1000), 3), len(paths) - len(reencoded), reencoded)


def _whole(path: Path) -> Probe:
    probed = probe(path)
    if not probed.whole:
        raise NotMedia(path, f"is cut short: {probed.frames} pictures of it can be read")
    return probed


def _sound(clips: Sequence[tuple[Path, Probe]], layout: str) -> Generator[bytes, None, None]:
    yield from soundtrack(clips, layout) if layout else ()


def _write(
    film: Writer, clips: Sequence[tuple[Path, Probe]], plan: _Encodings, sound: Generator[bytes, None, None]
) -> None:
    width = film.sample_bytes
    begun, heard = Fraction(0), 0
    for (path, probed), why in zip(clips, plan.reasons, strict=True):
        start, end = round(begun * film.ticks), round((begun + probed.length) * film.ticks)
        clip = _encoded(path, probed, plan, start, end, film.ticks) if why else _copied(path, probed, start, end, film)
        with closing(clip):
            for packet, at, decoded, lasts in clip:
                film.packet(packet, at, decoded, lasts)
                # Sound keeps up with the pictures, or the file would have to be held in memory to be interleaved.
                while width and heard < (at + lasts) * RATE // film.ticks and (block := next(sound, None)) is not None:
                    film.sound(block)
                    heard += len(block) // width
        begun += probed.length
    for block in sound:
        film.sound(block)


def _copied(path: Path, probed: Probe, start: int, end: int, film: Writer) -> Generator[_Timed, None, None]:
    scale = int(probed.time_base * film.ticks)
    origin = int(probed.origin / probed.time_base)
    last = origin + int(probed.length / probed.time_base)
    with opened(path) as container:
        for packet, decoded in _dated(container, video_of(container)):
            assert packet.pts is not None
            at = start + (packet.pts - origin) * scale
            lasts = (packet.duration or 0) * scale
            if at + lasts > end or packet.pts + (packet.duration or 0) >= last:
                lasts = end - at
            yield packet, at, start + (decoded - origin) * scale, lasts


def _dated(container: InputContainer, video: VideoStream) -> Iterator[tuple[Packet[VideoStream], int]]:
    """The packets of pictures, each with its time of decoding, counted back where the first few have none."""
    undated: list[Packet[VideoStream]] = []
    for packet in container.demux(video):
        if packet.size and packet.dts is None:
            undated.append(packet)
        elif packet.size and packet.dts is not None:
            for place, early in enumerate(undated):
                yield early, packet.dts - sum(later.duration or 1 for later in undated[place:])
            undated.clear()
            yield packet, packet.dts


def _encoded(
    path: Path, probed: Probe, plan: _Encodings, start: int, end: int, ticks: int
) -> Generator[_Timed, None, None]:
    fps = plan.encoding.fps
    encoder = video_encoder(plan.encoding, plan.identity)
    waiting: Packet[VideoStream] | None = None

    def timed(packet: Packet[VideoStream], until: int | None) -> _Timed:
        number = packet.pts or 0
        at = start + round(number * ticks / fps)
        return packet, at, at, (end if until is None else start + round(until * ticks / fps)) - at

    def packets() -> Iterator[Packet[VideoStream]]:
        for number, frame in enumerate(pictures(path, probed, plan.encoding)):
            frame.pts, frame.time_base = number, encoder.time_base
            frame.pict_type = PictureType.I if number == 0 else PictureType.NONE
            yield from encoder.encode(frame)
        yield from encoder.encode(None)

    for packet in packets():
        if waiting is not None:
            yield timed(waiting, packet.pts)
        waiting = packet
    if waiting is not None:
        yield timed(waiting, None)


def _plan(clips: Sequence[Probe]) -> _Encodings:
    first = clips[0]
    reasons = tuple(_difference(clip, first) for clip in clips)
    own = headers(first.headers) if first.codec == "h264" else None
    encoding = Encoding(
        first.width + first.width % 2,
        first.height + first.height % 2,
        fps=first.fps.limit_denominator(1001),
        profile=_PROFILES.get(own.start[1], "") if own else "",
    )
    if not any(reasons):
        return _Encodings(encoding, reasons, copying=True)
    if own and not reasons[0] and first.pixels == "yuv420p":
        if video_encoder(encoding).extradata == first.headers:
            return _Encodings(encoding, reasons, copying=True)
        identity = free_identity(first.headers)
        if identity is not None:
            second = bytes(video_encoder(encoding, identity).extradata or b"")
            merged = both(first.headers, second)
            if merged is not None:
                return _Encodings(encoding, reasons, copying=True, identity=identity, headers=merged)
    return _Encodings(
        msgspec.structs.replace(encoding, profile=""),
        tuple(why or "stands in one film with a clip that is encoded anew" for why in reasons),
        copying=False,
    )


def _difference(clip: Probe, first: Probe) -> str:
    """Why a clip's pictures cannot stand in the first clip's track as they are; empty where they can."""
    if clip.codec not in _MP4_CODECS:
        return f"is {clip.codec}, which MP4 does not hold"
    if not clip.joinable:
        return "does not begin with a picture that stands alone"
    if clip.codec != first.codec:
        return f"is {clip.codec}, the first clip {first.codec}"
    if (clip.width, clip.height) != (first.width, first.height):
        return f"is {clip.width}x{clip.height}, the first clip {first.width}x{first.height}"
    if clip.pixels != first.pixels:
        return f"has {clip.pixels} pixels, the first clip {first.pixels}"
    if clip.time_base != first.time_base:
        return f"counts {clip.time_base} s, the first clip {first.time_base} s"
    if clip.headers != first.headers:
        return "has headers that differ from the first clip's"
    return ""
