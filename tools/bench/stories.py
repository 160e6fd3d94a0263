"""The stories that are measured, and the peers' texts of the same length."""

from __future__ import annotations

WORDS = "A hand strikes a match in the rain and a face appears in its warm light."


def story(clips: int, shots: int = 10, mark: str = "") -> str:
    """A sound story: each clip ten seconds, each shot a second; `mark` makes it another one."""
    lines = [f"A night market in the rain{mark}. Photoreal, neon light."]
    for clip in range(1, clips + 1):
        lines.append(f"# Clip {clip}")
        lines += [f"Shot {shot + 1} [{shot}-{shot + 1}s] {WORDS}" for shot in range(shots)]
    return "\n".join(lines) + "\n"


def module(lines: int) -> str:
    """Python as long as a story, for black and ruff."""
    return "".join(f'SHOT_{line} = ({line}, {line + 1}, "{WORDS}")\n' for line in range(lines))


def screenplay(lines: int) -> str:
    """A screenplay as long as a story, for screenplain."""
    return "Title: A night market\n\nEXT. NIGHT MARKET - RAIN\n\n" + f"{WORDS}\n\n" * lines


def cast_story(clips: int, shots: int = 3) -> str:
    """A sound story that uses all that it names: cast, states, variables, fields and speech; twelve lines a clip."""
    lines = [
        *("---", "title: Long harbour", "cast:", "  ANNA:", "    look: a tall woman in a red coat"),
        *("    wet: a drenched woman", "  BEN: a thin man with a hat", "vars:", "  place: the harbour", "---"),
        *("Photoreal, soft light.", ""),
    ]
    for clip in range(clips):
        lines.append(f"# The clip of number {clip + 1}")
        for shot in range(shots):
            start, end = shot * 10 // shots, (shot + 1) * 10 // shots
            words = f"@ANNA walks through {{{{ place }}}}, past lamp {clip} of many."
            lines += [f"Shot {shot + 1} [{start}-{end}s] {words}", "  camera: slow push in", "  sound: distant thunder"]
        lines += ['  BEN (softly): "Come."', ""]
    return "\n".join(lines) + "\n"
