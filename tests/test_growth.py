"""No rule, reader, report or export takes more than twice as long for twice as long a story, whatever it is long in.

What a function does is counted by its lines, so a quadratic one shows in a small story and on a busy machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from storyboard import report
from storyboard.board.cards import reels
from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.config import Config, Limits
from storyboard.exchange import exporters
from storyboard.source import MemoryFiles
from tests.helpers import all_hold
from tests.steps import growing

SIZE = 12
CONFIG = Config(limits=Limits(clips=1_000_000, shots=1_000_000))
WORDS = "A hand strikes a match in the rain and a face appears in its warm light."
SHOT = "Shot 1 [0-5s] A sea.\n"
CAST = "---\ncast:\n{0}  ANNA:\n    look: a woman\n    wet: a wet woman\n---\n"

Shape = Callable[[int], str]


def repeated(line: str, head: str = "", times: int = 1) -> Shape:
    """A story that has a line again and again: `{0}` is its number from 0, `{1}` and `{2}` the next two."""
    return lambda size: head + "".join(line.format(at, at + 1, at + 2) for at in range(times * size))


def cast(size: int) -> str:
    """As many people as clips: each is seen and heard in one, and seen in another."""
    members = "".join(f"  P{at}: a man with {at} hats\n" for at in range(size))
    clips = (
        f'# Clip {at}\nShot 1 [0-5s] @P{at} and @P{at * 7 % size} walk.\n  P{at} (low): "Come, {at}."\n'
        for at in range(size)
    )
    return CAST.format(members) + "".join(clips)


def variables(size: int) -> str:
    """As many variables as clips, each made of the one before."""
    rows = "".join(f'  x{at}: "{{{{ x{at - 1} }}}}a"\n' for at in range(1, size))
    return f"---\nvars:\n  x0: sea\n{rows}---\n" + "".join(
        f"# Clip {at}\nShot 1 [0-5s] {{{{ x{at} }}}} at night.\n" for at in range(size)
    )


def backward(size: int) -> str:
    """Shots that stand behind each other in the wrong order."""
    return "".join(f"Shot {at + 1} [{size - at}-{size - at + 1}s] {WORDS}\n" for at in range(size))


SHAPES: dict[str, Shape] = {
    "clips": repeated(f"# Clip {{0}}\nShot 1 [0-2s] {WORDS}\nShot 2 [2-5s] {WORDS}\n", "A night market.\n"),
    "shots": repeated(f"Shot {{1}} [{{0}}-{{1}}s] {WORDS}\n"),
    "cast": cast,
    "takes": repeated("# Clip {0}\ntakes: 3\nseed: {0}\n" + SHOT),
    "dialogue": repeated('  ANNA (low): "Wave {0}."\n', "# A\n" + SHOT),
    "transitions": repeated(
        "# Clip {0}\nShot 1 [0-2s] Anna runs, in fog.\n  transition: dissolve\n"
        "Shot 2 [2-5s] A dog at night in the kitchen.\n  light: dusk\n"
    ),
    "variables": variables,
    "backward": backward,
    "untimed": repeated(f"Shot {{1}}: {WORDS}\n"),
    "lengths": repeated(f"Shot {{1}} (2s): {WORDS}\n"),
    "overlaps": repeated("Shot {1} [{0}-{2}s] A sea.\n"),
    "gaps": repeated("Shot {1} [{0}0-{0}1s] A sea.\n"),
    "misnumbered": repeated("Shot {0}5 [{0}-{1}s] A sea.\n"),
    "strangers": repeated("# Clip {0}\nShot 1 [0-5s] @Q{0} walks with @ANNA/dry.\n", CAST.format("")),
    "fields": repeated("  sound: wave {0}\n  camra: wave\n  Light dim\n", "# A\n" + SHOT),
    "unspoken": repeated('  ANNA "Wave {0}."\n  BEN\n  Hello {0}\n', "# A\n" + SHOT),
    "a long line": repeated("the sea at night, ", "# A\nShot 1 [0-5s] ", 20),
    "an odd line": repeated('"the sea [[ at // night (3s) 4 @ANNA, {{{{ 12:30 ', "# A\nShot 1 [0-5s] ", 4),
    "prose": repeated("At second {0} the sea turns grey, and 3 seconds later a gull.\n"),
    "paragraphs": repeated("The sea turns grey.\n\nThe gull {0} cries.\n\n"),
    "headings": repeated("# Heading {0}\n\n"),
    "no headings": repeated("#Heading {0}\n" + SHOT),
    "scenes": repeated("Scene {0}\nShot 1 [0-2s] A sea.\nShot 2 [2-5s] A gull.\n"),
    "shots as headings": repeated("# Shot {1} (2s)\nA sea.\n"),
    "times below": repeated("Shot {1}:\n(2s)\nA sea.\n"),
    "comments": repeated("// storyc: ignore[many-shots]\n// note {0}\n# Clip {0}\n" + SHOT),
    "notes": repeated("A [[note {0}]] b. (client: {0}?)\nA [[note\n", "# A\n" + SHOT),
    "quotes": repeated('A "word {0}" and “other {0}\n', "# A\n" + SHOT),
    "bare marks": repeated("Shot {0} 0:0{0} - 0:1{0} A sea\n"),
    "dashed lengths": repeated("Shot {1} - 3 seconds - A lamp.\n"),
    "broken marks": repeated("Shot {0} [{0}-x] A sea\n[{0}s {1}s] a gull\n"),
    "slips": repeated("Shoot {2} [{1}-{2}s] A sea\n", "Shot 1 [0-1s] A sea.\n"),
    "for colleagues": repeated("TODO: {0}\nA // {0} TBD\n<b>x</b> a@b.de &amp; /* x */\nnote: {0}\n", "# A\n" + SHOT),
    "addresses": repeated("see https://a.b/{0}.png and img{0}.jpg, upload {0}\n", "# A\n" + SHOT),
    "lengths in words": repeated("for the next three seconds a gull {0}, for two seconds more the sea.\n", "# A\n" + SHOT),
    "lengths of films": repeated("# Clip {0}\nThe film is 30 seconds long.\n" + SHOT),
    "a counted list": repeated("{1}. a dog runs 5 seconds\n"),
    "pieces": repeated("Shot {1} [{0}0-{1}0s] A sea {0}.\n", "---\nsplit: auto\n---\n# A\n"),
    "closing text": repeated("The end {0}.\n", f"# A\n{SHOT}\n"),
    "Chinese": repeated("镜头{1} [{0}-{1}秒] 海 {0}。\n  音效: 海浪\n"),
    "hidden letters": repeated("A\u200bsea\u202e. ", "# A\nShot 1 [0-5s] "),
}  # fmt: skip


def compiled(shape: Shape, size: int) -> Compiled:
    files = MemoryFiles({"a.story": shape(size).encode("utf-8")})
    return compile_story(files, "a.story", CONFIG, Options(variant="all"))


def reported(story: Compiled) -> None:
    for name in report.formats():
        report.load(name).render(story.diagnostics, story.sources)


def exported(story: Compiled) -> None:
    for name in exporters.texts():
        exporters.load(name).render(story)


def staged(story: Compiled) -> None:
    assert story.story is not None
    reels(story.clips, "a", story.story.cast)


def holds_for(work: Callable[[Compiled], None], *names: str) -> None:
    """Fail with what grows faster than the story in work that is done with it once it is compiled."""

    def linear(name: str) -> None:
        stories = {times * SIZE: compiled(SHAPES[name], times * SIZE) for times in (1, 4, 8)}
        assert growing(lambda size: work(stories[size]), SIZE) == []

    all_hold(linear, names, str)


@pytest.mark.parametrize("part", range(4))
def test_a_story_is_compiled_in_time_that_grows_as_it_does(part: int) -> None:
    def linear(name: str) -> None:
        assert growing(lambda size: compiled(SHAPES[name], size), SIZE) == []

    all_hold(linear, list(SHAPES)[part::4], str)


def test_a_report_takes_time_that_grows_as_the_story_does() -> None:
    holds_for(reported, "shots", "overlaps", "broken marks", "quotes", "a long line")


def test_an_export_takes_time_that_grows_as_the_story_does() -> None:
    holds_for(exported, "clips", "cast", "takes", "dialogue")


def test_a_film_is_planned_in_time_that_grows_as_it_does() -> None:
    holds_for(staged, "clips", "cast", "transitions")


def test_what_looks_at_all_for_each_is_found() -> None:
    """And neither what looks at each once, nor what begins to work where there is more."""
    code = """
def each(items):
    return sum(1 for item in items)
def twice(items):
    return sum(1 for item in items if item and sum(1 for other in items))
def late(items):
    return sum(1 for item in items for _ in range(40)) if len(items) > 30 else 0
"""
    names: dict[str, Callable[[range], int]] = {}
    exec(compile(code, os.sep.join(("", "storyboard", "planted.py")), "exec"), names)
    assert growing(lambda size: names["each"](range(40 * size)), SIZE) == []
    assert growing(lambda size: names["late"](range(size)), SIZE) == []
    (said,) = growing(lambda size: names["twice"](range(size)), SIZE)
    assert said.startswith("planted.py:5 twice.<locals>.<genexpr>.<genexpr> ran ")
