"""Play the music of samples/playback.story and samples/teapot.story on three sines: `samples/sounds/*.wav`.

`--check` only says whether what lies there is what would be played.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "samples" / "sounds"
Bars = tuple[tuple[float, float, float], ...]


class Piece(NamedTuple):
    """A waltz: how long it is, a second's samples and a beat's, and of each bar the bass note and two chords, in Hz."""

    seconds: int
    rate: int
    beat: int
    bars: Bars


PIECES = {
    # From A minor to E and back.
    "waltz.wav": Piece(
        10,
        8000,
        4000,
        ((220.0, 523.25, 659.26), (207.65, 493.88, 659.26), (174.61, 523.25, 698.46), (164.81, 493.88, 830.61)),
    ),
    # From F to C by way of its fourth, a little faster, and low enough for few samples.
    "teatime.wav": Piece(
        15,
        5000,
        2000,
        ((174.61, 440.0, 523.25), (233.08, 466.16, 587.33), (174.61, 440.0, 698.46), (130.81, 466.16, 659.26)),
    ),
}


def played(piece: Piece) -> bytes:
    """A piece as a WAV, whose last beat fades."""
    samples = array("h")
    for at in range(piece.rate * piece.seconds):
        beat, since = divmod(at, piece.beat)
        bass, *chord = piece.bars[beat // 3 % len(piece.bars)]
        notes = [bass] if beat % 3 == 0 else chord
        fade = min(1, (piece.rate * piece.seconds - at) / piece.beat)
        touch = min(1, since / 40) * math.exp(-2.5 * since / piece.rate) * fade
        value = sum(math.sin(math.tau * note * since / piece.rate) for note in notes) / len(notes)
        samples.append(round(9000 * touch * value))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(piece.rate)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def main() -> int:
    """Write the music, or say which piece is not what would be played."""
    stale = 0
    for name, piece in PIECES.items():
        path, data = FOLDER / name, played(piece)
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        elif not path.is_file() or path.read_bytes() != data:
            print(f"{path.name} is not what tools/play_tones.py plays")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
