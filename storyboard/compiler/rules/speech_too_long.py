"""The speech of a shot takes longer than the shot.

How long words take is reckoned from rates measured for their language, from fast to slow. Where even fast speech does
not fit, the model swallows words, goes on talking after the cut, or speaks too fast to be understood. Lines of dialogue
and speech quoted in the action count; what a sign or a title says does not.

Bad:

    Shot 1 [0-2s] A keeper climbs the stair and says: "Every night for forty years I have carried this light up here."
    Shot 2 [2-5s] The lamp turns.

Good:

    Shot 1 [0-2s] A keeper climbs the stair and says: "Every night."
    Shot 2 [2-5s] The lamp turns.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import in_force
from storyboard.diagnostics import Finding, Level
from storyboard.language.quotes import quoted
from storyboard.language.story import Clip, Shot
from storyboard.profiles.speech import estimate
from storyboard.source import Span
from storyboard.timing import seconds

CODE = "SB214"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB117", "SB207", "SB208")
SIGNS = ('"', ":")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The shots whose speech does not fit even when it is spoken fast."""
    setting = in_force("language", facts)
    language: str | None = setting.value if setting is not None else None
    for shot in clip.shots:
        if shot.start is None or shot.end is None or shot.end <= shot.start:
            continue
        lines = _lines(shot)
        if not lines:
            continue
        times = [estimate(text, language) for text, _ in lines]
        fast, slow = sum(time[0] for time in times), sum(time[1] for time in times)
        length = shot.end - shot.start
        if fast <= length:
            continue
        what = "its speech takes" if len(lines) == 1 else f"its {len(lines)} lines of speech take"
        least = -(-fast // 1000) * 1000
        yield Finding(
            f"shot {shot.number} is {seconds(length)}s long but {what} {_tenths(fast)} to {_tenths(slow)}s",
            lines[0][1],
            f"keep about {length * 100 // ((fast + slow) // 2)} % of the words, or give shot {shot.number} "
            f"at least {seconds(least)}s",
        )


def _lines(shot: Shot) -> list[tuple[str, Span]]:
    lines = [(speech.words.value, speech.words.pieces[0].span) for speech in shot.dialogue if speech.words.pieces]
    return [*quoted(shot.action), *lines]


def _tenths(ms: int) -> str:
    return seconds((ms + 50) // 100 * 100)
