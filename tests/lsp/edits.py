"""Stories that are edited at random, as a writer or a careless key does it."""

from __future__ import annotations

import random
from collections.abc import Generator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What is put in: letters mostly, and all that means something somewhere.
_TYPED = [
    *"abcde ", "x", ".", "\n", "\n\n", "# New\n", "Shot 2 [2-4s] ", "[0-3s]", "0-3s: ", "duration: 10\n", "@ANNA", "@",
    "{{ place }}", "{{", "[[ note ]]", "[[", "// storyc: ignore[SB214]\n", "// a word\n", "---\n", '"', 'ANNA: "Come."\n',
    "  camera: pan\n", "  Kamera: Schwenk\n", "Scene 2\n", "take two", "after 3 seconds", "3", "then for two seconds ",
    "| 0-3s | a |\n", "  picture: a.png\n", "takes: 2\n", "😀", "é", "\u200b", "\\", "Plan B", "# Shot 3: the end\n",
    "\u202e", "(2s)", "BEN", "Ben", "seed: 4\n", "audio: gone.mp3\n", "@BEN/wet", "split: auto\n", "#", "  ",
]  # fmt: skip
_AT_THE_TOP = 0.2


def stories() -> dict[str, str]:
    """Stories of many kinds: the samples, the cases of rules, and one with many clips."""
    paths = [*sorted((ROOT / "samples").rglob("*.story")), *sorted((ROOT / "tests" / "cases").rglob("*.story"))]
    texts: dict[str, str] = {}
    for path in paths:
        try:
            texts[path.relative_to(ROOT).as_posix()] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
    return {"long": long_story(12), **texts}


def long_story(clips: int, shots: int = 3) -> str:
    """A story that uses all that it names; about eleven lines a clip."""
    lines = [
        *(
            "---",
            "title: Long",
            "cast:",
            "  ANNA:",
            "    look: a tall woman in a red coat",
            "    wet: a drenched woman",
        ),
        *("  BEN: a thin man with a hat", "vars:", "  place: the harbour", "---", "Photoreal, soft light.", ""),
    ]
    for clip in range(clips):
        lines.append(f"# The clip of number {clip + 1}")
        for shot in range(shots):
            start, end = shot * 10 // shots, (shot + 1) * 10 // shots
            lines.append(
                f"Shot {shot + 1} [{start}-{end}s] @ANNA walks through {{{{ place }}}}, past lamp {clip} of many."
            )
            lines += ["  camera: slow push in", "  sound: wind, distant thunder"]
        lines += ['  BEN (softly): "Come."', ""]
    return "\n".join(lines) + "\n"


def edits(text: str, chance: random.Random) -> Generator[tuple[int, int, str], str, None]:
    """Edits without end: where each begins and ends, and what it writes. What follows is told by sending the text."""
    while True:
        # Front matter is short beside the clips, and is edited as often.
        most = text.find("\n# ") if chance.random() < _AT_THE_TOP else -1
        at = chance.randrange(most if most > 0 else len(text) + 1)
        kind = chance.random()
        if kind < 0.55:
            edit = at, at, chance.choice(_TYPED)
        elif kind < 0.85:
            edit = at, min(len(text), at + chance.randrange(1, 4)), ""
        elif kind < 0.95:
            edit = at, min(len(text), at + chance.randrange(1, 40)), chance.choice(_TYPED)
        else:
            other = chance.randrange(len(text) + 1)
            edit = at, at, text[other : other + chance.randrange(80)]
        start, end, written = edit
        text = yield _outside(text, start), _outside(text, end), written


def _outside(text: str, at: int) -> int:
    """A place that an editor can name: none is between the two letters of a line end."""
    return at - (text[at - 1 : at + 1] == "\r\n" and at > 0)
