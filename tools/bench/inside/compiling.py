"""Measure the compiler's stages inside one process, and rendering against bare Jinja on the same template.

`python -m tools.bench.inside.compiling [SHOTS:TIMES ...]` prints JSON: microseconds a shot by form and number of shots,
and microseconds a clip.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from storyboard.compiler.layout.clips import clips_of
from storyboard.compiler.layout.scenes import read_story
from storyboard.compiler.layout.scope import ScopeReading, read_scope
from storyboard.compiler.pipeline import compile_story
from storyboard.compiler.render import context, render
from storyboard.compiler.render.prompt import load as load_template
from storyboard.compiler.rules import ByClip, Facts, check_clip, check_story
from storyboard.config import Config, Limits
from storyboard.language.story import Clip
from storyboard.language.syntax import read_script
from storyboard.profiles import DEFAULT, load
from storyboard.source import MemoryFiles, Source

LIMITS = Limits(file_bytes=64 << 20, lines=10_000_000, numbers=10_000_000, clips=1_000_000, shots=10_000_000)
PATH = "bench.story"


def story(shots: int) -> str:
    """A sound story of three lines a shot and five shots a clip, with cast, fields and dialogue."""
    lines = ["---", "cast:", "  ANNA: a tall woman in a grey coat", "---", "Rainy night. Photoreal."]
    for shot in range(shots):
        place = shot % 5
        if place == 0:
            lines.append(f"# Clip {shot // 5 + 1}")
        lines.append(f"Shot {place + 1} [{place * 3}-{place * 3 + 3}s] Lamp {shot} is lit by @ANNA in the rain.")
        lines.append("  camera: slow push in")
        lines.append('  ANNA: "Come closer."' if place == 2 else "  sound: rain on tin")
    return "\n".join(lines) + "\n"


def short_story(shots: int) -> str:
    """A sound story of one line a shot and five shots a clip; each line holds a number, which the scan looks at."""
    lines = ["Rainy night. Photoreal."]
    for shot in range(shots):
        place = shot % 5
        if place == 0:
            lines.append(f"# Clip {shot // 5 + 1}")
        lines.append(f"Shot {place + 1} [{place * 3}-{place * 3 + 3}s] Lamp {shot} is lit by a woman in the rain.")
    return "\n".join(lines) + "\n"


def least(times: int, work: Callable[[], Any]) -> float:
    """The least processor time of a few runs, in microseconds."""
    spent: list[float] = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent) * 1e6


def stages(text: str, shots: int, times: int) -> dict[str, float]:
    """What each stage costs, in microseconds a shot."""
    files = MemoryFiles({PATH: text})
    source = Source(PATH, text)
    profile = load(DEFAULT, None)
    script, _ = read_script(source, clips=LIMITS.clips, shots=LIMITS.shots)

    def resolve() -> Facts:
        from storyboard.diagnostics import Bag

        reading = ScopeReading(files, LIMITS, {PATH: source}, Bag(), [])
        scope = read_scope(reading, source, script, "", ())
        made = read_story(reading, source, script, scope, "")
        return Facts(made, clips_of(made, profile), profile, False, files, reading.sources)

    facts = resolve()

    def check() -> None:
        list(check_story(facts))
        found = ByClip(facts.clips, ())
        for clip in facts.clips:
            list(check_clip(clip, facts, found))

    config = Config(limits=LIMITS)
    return {
        "parse": least(times, lambda: read_script(source, clips=LIMITS.clips, shots=LIMITS.shots)) / shots,
        "resolve and lay out": least(times, resolve) / shots,
        "rules": least(times, check) / shots,
        "compile, all of it": least(times, lambda: compile_story(files, PATH, config)) / shots,
    }


def rendering(clips: int, times: int) -> tuple[float, float]:
    """Microseconds a clip of five shots: our render with its views and map, and bare sandboxed Jinja with strings."""
    from jinja2.sandbox import SandboxedEnvironment

    from storyboard.system import resources

    text = story(clips * 5)
    compiled = compile_story(MemoryFiles({PATH: text}), PATH, Config(limits=LIMITS))
    profile = load(DEFAULT, None)
    template = load_template("wan", lambda path: None, LIMITS.template_bytes)
    assert compiled.story is not None
    cast = compiled.story.cast
    bare = SandboxedEnvironment(trim_blocks=True, lstrip_blocks=True).from_string(
        resources.read("templates", "prompts/wan.j2")
    )
    plain = [_plain(clip) for clip in compiled.clips]
    ours = least(times, lambda: [render(template, context(clip, profile, cast)) for clip in compiled.clips]) / clips
    return ours, least(times, lambda: [bare.render(given) for given in plain]) / clips


def _plain(clip: Clip) -> dict[str, Any]:
    shots = [{"label": f"Shot {shot.number}", "line": shot.action.value} for shot in clip.shots]
    return {"overview": clip.overview.value, "shots": shots, "closing": ""}


def main() -> None:
    """Print all figures, the least of some runs each."""
    sizes = [tuple(map(int, word.split(":"))) for word in sys.argv[1:]]
    forms = {"one line": short_story, "three lines": story}
    shots = {
        form: {str(count): stages(write(count), count, times) for count, times in sizes}
        for form, write in forms.items()
    }
    ours, bare = rendering(sizes[0][0], 3)
    print(json.dumps({"shots": shots, "clip": {"storyc": ours, "bare Jinja": bare}}))


if __name__ == "__main__":
    main()
