"""Prints what the compiler takes each line of the samples and the tests' cases for, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from storyboard.compiler.pipeline import compile_story  # noqa: E402
from storyboard.config import Config  # noqa: E402
from storyboard.source import DiskFiles  # noqa: E402


def kinds(path: Path) -> dict[str, object] | None:
    """The lines of a story by what they are; None for one whose text cannot be read."""
    compiled = compile_story(DiskFiles(path.parent), path.name, Config())
    if compiled.story is None or path.name not in compiled.sources:
        return None
    text, script = compiled.sources[path.name].text, compiled.story.script

    def line(offset: int) -> int:
        return text.count("\n", 0, offset)

    if script.front is None and text.startswith("---"):
        return None  # nothing shuts the front matter: an editor colours all of it as such, while it is typed
    marks = [shot.mark for clip in script.clips for shot in clip.shots]
    rows = [shot.row for clip in script.clips for shot in clip.shots]
    heads = [*script.head, *(row for clip in script.clips for row in clip.head)]
    spans = [mark.label_span for mark in marks if mark.label_span is not None]
    return {
        "path": path.relative_to(ROOT).as_posix(),
        "text": text,
        "shots": [line(row.start) for row in rows],
        "settings": [line(row.start) for row in heads if row.kind == "SETTING"],
        "headings": [line(clip.heading.start) for clip in script.clips if clip.heading is not None],
        "comments": [line(row.start) for row in script.comments],
        "broken": [line(mark.span.start) for mark in marks if mark.form == "broken"],
        "labels": [f"{line(span.start)} {text[span.start : span.end]}" for span in spans],
    }


stories = [*sorted((ROOT / "samples").rglob("*.story")), *sorted((ROOT / "tests" / "cases" / "ok").rglob("*.story"))]
stories += sorted((ROOT / "tests" / "cases" / "bad").glob("*.story"))
print(json.dumps([read for read in map(kinds, stories) if read is not None]))
