"""Streams that tell the witness of a run what is written to them, whoever writes it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, TextIO

from storyboard.recall.witness import Witness

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer


class _Echo(io.RawIOBase):
    """A stream under a stream: all that reaches it is written where it belongs, and noted."""

    def __init__(self, under: BinaryIO, witness: Witness) -> None:
        super().__init__()
        self._under, self._witness, self._handle = under, witness, under.fileno()
        self._terminal = under.isatty()

    def write(self, data: Buffer, /) -> int | None:
        """Write what the stream takes of the data; how much that was."""
        try:
            count = self._under.write(data)
        except OSError:
            self._witness.spoil("a stream could not be written")
            raise
        self._witness.wrote(self._handle, bytes(memoryview(data)[:count]))
        return count

    def writable(self) -> bool:
        """That it is for writing."""
        return True

    def fileno(self) -> int:
        """The number that the system knows the stream by."""
        return self._handle

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._terminal


class _Ear(io.RawIOBase):
    """What a stream is read through: whoever reads it learns what no record tells."""

    def __init__(self, under: BinaryIO, witness: Witness) -> None:
        super().__init__()
        self._under, self._witness = under, witness

    def readinto(self, buffer: Buffer, /) -> int:
        """How many bytes were read into the buffer."""
        self._witness.spoil("stdin was read")
        data = self._under.read(len(memoryview(buffer))) or b""
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def readable(self) -> bool:
        """That it is for reading."""
        return True

    def fileno(self) -> int:
        """The number that the system knows the stream by."""
        return self._under.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._under.isatty()


def overheard(stream: TextIO, witness: Witness) -> TextIO:
    """A stream in place of another, which tells a witness when it is read."""
    ear = _Ear(getattr(stream.buffer, "raw", stream.buffer), witness)
    return io.TextIOWrapper(io.BufferedReader(ear), stream.encoding, stream.errors)


def echoing(stream: TextIO, witness: Witness) -> TextIO:
    """A stream in place of another, which tells a witness what is written to it."""
    stream.flush()
    buffer = stream.buffer
    echo = _Echo(getattr(buffer, "raw", buffer), witness)
    return io.TextIOWrapper(io.BufferedWriter(echo), stream.encoding, stream.errors, line_buffering=True)
