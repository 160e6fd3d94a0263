"""The only place that opens a film for writing: MP4, its index first, every length exact, nothing left on a failure."""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av import error as av_error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from storyboard.film.encoder import RATE, Encoding, set_up, video_options

_BITS = {"mono": 96_000, "stereo": 160_000}
_CHANNELS = {"mono": 1, "stereo": 2}
_NEVER = -(1 << 62)
_BLOCK = 1024  # samples in a packet of AAC


def frame_count(length: Fraction, fps: Fraction) -> int:
    """The number of pictures in a length of seconds, rounded half up, at least one."""
    return max(1, int(length * fps + Fraction(1, 2)))


def ticks_a_second(fps: Fraction) -> int:
    """The time scale of a track in which each picture lasts a whole number of ticks: 24 gives 12288."""
    return fps.numerator * 512 if fps.denominator == 1 else fps.numerator


class Writer:
    """A film being written: a context manager that leaves a whole file, or none if anything was raised.

    `pictures` says how pictures are encoded, or is the track of another film whose packets will be copied. `length`
    is in seconds; what is encoded lasts the nearest whole number of pictures, unless `rounded` is false. `sound` is
    `mono`, `stereo` or empty for a silent file; it is padded or cut to the length of the pictures.

    Pictures and sound may come in any order, but what runs ahead of the other is held in memory (as packets).
    """

    def __init__(
        self,
        out: Path,
        pictures: Encoding | VideoStream,
        length: Fraction,
        *,
        cuts: Collection[int] = (),
        sound: str = "mono",
        headers: bytes = b"",
        rounded: bool = True,
    ) -> None:
        self.out = out
        self.cuts = frozenset(cuts)
        if isinstance(pictures, Encoding):
            self.frames = frame_count(length, pictures.fps)
            self.length = self.frames / pictures.fps if rounded else length
            scale = ticks_a_second(pictures.fps)
        else:
            assert pictures.time_base is not None
            self.frames, self.length = 0, length
            scale = pictures.time_base.denominator
        self._number = -1
        self._picture: VideoFrame | None = None
        self._waiting: Packet[VideoStream] | None = None
        self._decoded = _NEVER
        self._samples = int(self.length * RATE + Fraction(1, 2))
        self._written = 0
        self._pending = bytearray()
        # The time scale of the film's head is that of the sound: in milliseconds a third of a second is not exact.
        options = {
            "movflags": "+faststart",
            "video_track_timescale": str(scale),
            "movie_timescale": str(RATE),
            "fflags": "+bitexact",
            "max_interleave_delta": "0",  # sound that was given all at once waits for its pictures, however long
        }
        existed = out.exists()
        self._file = av.open(f"file:{out}", "w", format="mp4", container_options=options)
        try:
            self.track = self._add_pictures(pictures, headers)
            self.track.time_base = Fraction(1, scale)
            self._sound = self._add_sound(sound) if sound else None
            self._file.start_encoding()
        except BaseException:
            self._drop(keep=existed)  # a file that existed before is not storyc's to remove
            raise

    def _add_pictures(self, pictures: Encoding | VideoStream, headers: bytes) -> VideoStream:
        if isinstance(pictures, VideoStream):
            track = self._file.add_stream_from_template(pictures, opaque=True)
            if pictures.codec_context.codec.canonical_name == "hevc":
                track.codec_context.codec_tag = "hvc1"  # QuickTime plays no `hev1`
            if headers:
                track.codec_context.extradata = headers
            return track
        track = self._file.add_stream("libx264", rate=pictures.fps, options=video_options(pictures))
        assert isinstance(track, VideoStream)
        set_up(track.codec_context, pictures)
        return track

    def _add_sound(self, layout: str) -> AudioStream:
        # At such rates it takes half the time of the encoder's own choice and keeps nearer to what was given.
        sound = self._file.add_stream("aac", rate=RATE, layout=layout, options={"aac_coder": "fast"})
        assert isinstance(sound, AudioStream)
        sound.codec_context.bit_rate = _BITS[layout]
        self._layout, self._width = layout, 2 * _CHANNELS[layout]
        return sound

    @property
    def sample_bytes(self) -> int:
        """How many bytes a sample of all channels has; 0 for a silent film."""
        return self._width if self._sound is not None else 0

    @property
    def ticks(self) -> int:
        """How many ticks of the picture track make a second."""
        assert self.track.time_base is not None
        return self.track.time_base.denominator

    def picture(self, frame: VideoFrame, at: int | None = None) -> None:
        """Encode a picture that is first seen at the frame number `at`, or right after the last one.

        The frame, in the size and format of the film, is free again afterwards. A number left out makes the picture
        before it stay: a film of still cards needs one picture a card. What lies beyond the end is not written.
        """
        at = self._number + 1 if at is None else at
        if at <= self._number:
            raise ValueError(f"picture {at} comes after picture {self._number}")
        if at >= self.frames:
            return
        self._number, self._picture = at, frame
        frame.pts, frame.time_base = at, self.track.codec_context.time_base
        frame.pict_type = PictureType.I if at in self.cuts or at == 0 else PictureType.NONE
        self._encode(frame)

    def _encode(self, frame: VideoFrame | None) -> None:
        for packet in self.track.codec_context.encode(frame):
            if self._waiting is not None:
                self._put_waiting((packet.pts or 0) - (self._waiting.pts or 0))
            self._waiting = packet

    def _put_waiting(self, count: int) -> None:
        packet, self._waiting = self._waiting, None
        assert packet is not None
        assert packet.pts is not None
        tick = self.ticks / self.track.codec_context.framerate
        self.packet(packet, int(packet.pts * tick), int(packet.pts * tick), int(count * tick))

    def packet(self, packet: Packet[VideoStream], at: int, decoded: int, lasts: int) -> None:
        """Write a packet of pictures as it is; its three times are in the film's ticks."""
        # A clip that reorders its pictures more deeply than the one before it would start before that one's end.
        self._decoded = decoded = max(decoded, self._decoded + 1)
        packet.stream, packet.time_base = self.track, Fraction(1, self.ticks)
        packet.pts, packet.dts, packet.duration = at, decoded, lasts
        self._file.mux(packet)

    def sound(self, samples: bytes | bytearray | memoryview) -> None:
        """Append sound: signed 16-bit samples, 48,000 a second, channels interleaved; any number of them.

        A buffer of another type (`array("h")`) is given as `memoryview(samples).cast("B")`.
        """
        if self._sound is not None:
            self._pending += samples
            self._encode_blocks(self._sound)

    def _encode_blocks(self, sound: AudioStream) -> None:
        size, used = _BLOCK * self._width, 0
        while len(self._pending) - used >= size and self._written + _BLOCK <= self._samples:
            self._block(sound, self._pending[used : used + size])
            used += size
        del self._pending[:used]
        if self._written + _BLOCK > self._samples:
            del self._pending[(self._samples - self._written) * self._width :]

    def _block(self, sound: AudioStream, samples: bytes | bytearray) -> None:
        frame = AudioFrame("s16", self._layout, len(samples) // self._width)
        frame.planes[0].update(bytes(samples))
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._written
        self._written += frame.samples
        self._file.mux(sound.encode(frame))

    def _finish(self) -> None:
        if self._decoded == _NEVER and self._picture is None:
            raise ValueError("a film without a picture")
        if self._picture is not None:
            # Players that count to the last picture's start must not stop early.
            if self._number < self.frames - 1:
                self.picture(self._picture, self.frames - 1)
            self._encode(None)
            assert self._waiting is not None
            self._put_waiting(self.frames - (self._waiting.pts or 0))
        if self._sound is not None:
            silence = bytes(_BLOCK * self._width)
            while self._written + len(self._pending) // self._width < self._samples:
                self.sound(silence)
            if self._pending:
                self._block(self._sound, self._pending)
            self._file.mux(self._sound.encode(None))
        self._file.close()

    def close(self) -> None:
        """Write what is left and the index; on any failure the file is removed before the error goes on."""
        try:
            self._finish()
        except BaseException:
            self._drop()
            raise

    def _drop(self, *, keep: bool = False) -> None:
        try:
            self._file.close()
        except (av_error.FFmpegError, ValueError, OSError):
            pass  # what matters is the first error, which is being raised
        finally:
            if not keep:
                self.out.unlink(missing_ok=True)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._drop()
