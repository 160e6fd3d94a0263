"""What must hold of every layout: it is stable, compiles to the same, and loses neither word nor comment."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyboard.compiler.formatter import fmt
from storyboard.compiler.rewriting import laid_out
from storyboard.config import Config
from storyboard.diagnostics import Level
from storyboard.source import MemoryFiles
from tests.helpers import Given, all_hold, every_story

_WORD = re.compile(r"[^\W\d_]+")
_UNIT = re.compile(r"(?<=[0-9])\s*秒")
_LABELS = frozenset("scene cut 画面 シーン".split())
# Units, and words of ranges, which the canonical form writes as `s` and `-`.
_MARK_WORDS = frozenset("s sec second seconds sekunden сек shot to 秒 镜头 鏡頭 カット 个 個 第 的".split())


def broken(story: Given) -> bool:
    return any(each.level is Level.ERROR and each.code.startswith("SB1") for each in story.compile().diagnostics)


def formatted(story: Given) -> str:
    text = fmt(story.files, story.path, story.config.limits)
    assert text is not None
    return text


def words(text: str) -> Counter[str]:
    return Counter(word for word in _WORD.findall(_UNIT.sub(" ", text.lower())) if word not in _MARK_WORDS)


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.lstrip().startswith(("//", "# "))]


def holds(story: Given) -> None:
    """All oracles at once, for one story."""
    laid = laid_out(story.files, story.path, story.config)
    if broken(story):
        assert laid.errors
        assert laid.after == laid.before
        return
    assert laid.bug == ""
    assert laid.errors == ()
    after = formatted(story)
    assert after == laid.after
    made = story.compile()
    again = story._replace(files=MemoryFiles({story.path: after}, story.files))
    assert [each.sha256 for each in again.compile().requests] == [each.sha256 for each in made.requests]
    assert [each.code for each in again.compile().diagnostics] == [each.code for each in made.diagnostics]
    assert formatted(again) == after
    before = made.sources[story.path].text
    assert words(after) == words(before)
    assert len(comments(after)) == len(comments(before))
    assert Counter(comments(after)) == Counter(comments(before)) or "#" in before
    assert not re.search(r"[ \t]$", after.replace("\r", ""), re.MULTILINE) or "|\n" in before
    assert after.endswith("\n") or not after


def test_layout_of_each_story() -> None:
    all_hold(holds, every_story(), lambda story: story.name)


_MARKS = [
    "Shot 1 [0-3s] ", "[0-3s] ", "**Shot 2 (3-5s):** ", "- Scene 1 — Title (0:00-0:03): ", "0-3秒画面：", "镜头1（0-3秒）：", "【3-6秒｜特写】", "第１个镜头[0-3秒]",
    "| 3-5s | cell |", "HOOK (0-2s): ", "Cut 1 (2s): ", "Shot 3 · 3 sec ", "Shot 1: ", "Scene 2 — ", "镜头 3", "1. [5-8s] ", "🎬 Shot 1 [0-3s] ", "[0:00-0:03, 3s] Shot 1: ", "Shot 2 [3-5s, a title] ", "シーン1 [0-3秒] ",
    "0:00-0:03  ", "Shot 2 [0.5-1.50s] ", "[0-60s] ", "[0:00-3:00] ", "[0:00-1:00] ",
]  # fmt: skip
_BODIES = [
    "A lamp.", "", "  An indented line.", "\tA tab.", "\u3000\u3000一行。", "\u3000", "camera: slow", "  camera: slow", "    deeper", "- **Sound:** rain", "🎵 music : a waltz", "音效：雨", "ANNA: hello", "ANNA (soft): \"Hi\"", "  ANNA/old：“Hi”",
    "BOB: \"Yes\"", "Bob: no", "// a comment", "  // indented", "// storyc: ignore[SB214] why", "---", "***", "  ---", "", "", "- an item", "    - nested", "[[ a note", "ends ]] here", "@ANNA waits", "{{ x }} and", "\\Shot 1: text", "\\[[ no",
    "# A heading", "##  Two  ##", "# C#", "duration: 10", "  seed :5", "size：720p", "negative_prompt: a,", "  b", "audio: birds", "Audio: x.mp3", "A line [3-6s] of text", "#tag", "\u00a0nbsp", "Trailing  \t", "VO: words", "title: x", "*bold* text", "\u200bzero", ": colon", "- ", "-", "\\",
]  # fmt: skip
_FRONTS = [
    "",
    "---\ncast:\n  ANNA: a woman\n---\n",
    "---\ntitle:  a: b\ncast:\n    ANNA:\n        look:  x # y\n        old: @image1\nvars:\n  x: no\n---\n",
    "---\nvariants:\n  v:\n    cast:\n      Bob: a man\n---\n",
    "title: x\n",
    "\n---\n",
]
_LINE = st.one_of(
    st.sampled_from(_BODIES), st.builds(lambda a, b: a + b, st.sampled_from(_MARKS), st.sampled_from(_BODIES))
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True)
@given(front=st.sampled_from(_FRONTS), lines=st.lists(_LINE, max_size=9), end=st.sampled_from(["\n", "\r\n"]))
def test_layout_of_made_up_stories(front: str, lines: list[str], end: str) -> None:
    text = (front + "\n".join(lines)).replace("\n", end)
    story = Given("made", MemoryFiles({"a.story": text}), "a.story", Config())
    if broken(story):
        return
    laid = laid_out(story.files, story.path, story.config)
    assert laid.bug == "", laid
    again = laid_out(MemoryFiles({"a.story": laid.after}), "a.story", story.config)
    assert again.after == laid.after
    assert "\n" not in text or laid.after.count("\n") == laid.after.count(end)
    assert words(text) - words(laid.after) == Counter()
    assert set(words(laid.after) - words(text)) <= _LABELS
