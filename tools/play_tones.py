"""Play the music of samples/playback.story on three sines: `samples/sounds/waltz.wav`.

`--check` only says whether what lies there is what would be played.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "samples" / "sounds" / "waltz.wav"
RATE, SECONDS = 8000, 10
BEAT = RATE // 2
# One bass note and two chords a bar, in Hz, from A minor to E and back.
BARS = ((220.0, 523.25, 659.26), (207.65, 493.88, 659.26), (174.61, 523.25, 698.46), (164.81, 493.88, 830.61))


def played() -> bytes:
    """The waltz as a WAV, whose last half second fades."""
    samples = array("h")
    for at in range(RATE * SECONDS):
        beat, since = divmod(at, BEAT)
        bass, *chord = BARS[beat // 3 % len(BARS)]
        notes = [bass] if beat % 3 == 0 else chord
        touch = min(1, since / 40) * math.exp(-2.5 * since / RATE) * min(1, (RATE * SECONDS - at) / BEAT)
        value = sum(math.sin(math.tau * note * since / RATE) for note in notes) / len(notes)
        samples.append(round(9000 * touch * value))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def main() -> int:
    """Write the music, or say that it is not what would be played."""
    data = played()
    if "--check" not in sys.argv[1:]:
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_bytes(data)
    elif not OUT.is_file() or OUT.read_bytes() != data:
        print(f"{OUT.name} is not what tools/play_tones.py plays")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
