"""Stories, edits and settings for hypothesis: from what a story is, from the grammar, from the keys."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st

from storyboard.config import Config, HostSettings

ROOT = Path(__file__).resolve().parent.parent

# ---- from the model: a film whose shots are known --------------------------------------------------------------


class Drawn(NamedTuple):
    """A story's text, and per clip the seconds at which its shots start and end, with their words."""

    text: str
    clips: list[list[tuple[int, int, str]]]


_WORDS = st.sampled_from(
    "a lamp, the hand, her grey coat, rain on glass, 灯火, ein Fuß, écran, a door that opens, smoke, 海边的石头, an old map, wet stones, café, мост, the fox".split(
        ", "
    )
)
_SENTENCES = st.lists(_WORDS, min_size=1, max_size=4).map(lambda words: f"We see {' and '.join(words)}.")
_MARKS = (
    "Shot {n} [{a}-{b}s] ", "[{a}-{b}s] ", "Scene {n} ({a}-{b}s): ", "**Shot {n} ({ma}-{mb}):** ", "镜头{n}【{a}-{b}秒】", "{ma}-{mb} — ", "Plan {n} ({a}-{b} s) : ",
    "Shot {n} [{a}s–{b}s] ", "- **[{a}-{b}s]** ", "Shot {n}: {ma}-{mb} ",
)  # fmt: skip


def _mark(form: str, number: int, start: int, end: int) -> str:
    clock = {"ma": f"0:{start:02}", "mb": f"0:{end:02}"}
    return form.format(n=number, a=start, b=end, **clock)


@st.composite
def films(draw: st.DrawFn) -> Drawn:
    """A story that a writer means, whose marks are all of one notation."""
    form = draw(st.sampled_from(_MARKS))
    count = draw(st.integers(1, 3))
    lines, clips = [draw(_SENTENCES), ""] if draw(st.booleans()) else [], list[list[tuple[int, int, str]]]()
    for number in range(1, count + 1):
        if count > 1:
            lines += [f"# Clip {number}", ""]
        shots, at = list[tuple[int, int, str]](), 0
        for shot in range(1, draw(st.integers(2, 4)) + 1):
            length, words = draw(st.integers(2, 3)), draw(_SENTENCES)
            lines.append(_mark(form, shot, at, at + length) + words)
            if draw(st.booleans()):
                lines.append("  camera: slow push in")
            shots.append((at, at + length, words))
            at += length
        clips.append(shots)
        lines.append("")
    return Drawn("\n".join(lines), clips)


# ---- from the grammar: lines of every kind ---------------------------------------------------------------------


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """The lines that the grammar itself shows above each kind of mark, with the name of the kind."""
    grammar = (ROOT / "grammars" / "story.lark").read_text("utf-8")
    shown: list[tuple[str, str]] = []
    waiting: list[str] = []
    for line in grammar.splitlines():
        kind = re.match(r"([A-Z_]+)\.[0-9]+:", line)
        if line.startswith("// ") and "…" in line:
            waiting += [re.sub(r"[ ]+\([^)]*needs the unit\)$", "", part) for part in re.split(r"   +", line[3:]) if "…" in part and len(part) < 60]  # fmt: skip
        elif kind is not None:
            shown += [(kind[1], part.strip()) for part in waiting]
            waiting = []
        elif not line.startswith("//"):
            waiting = []
    return tuple(shown)


_ROWS = (
    "", "---", "# Night", "// a remark", "  camera: slow", "title: Night", "  ANNA: \"Wait!\"", "A lamp is lit.", "duration: 10", "{{ a }}", "[[ a note ]]",
    "vars:", "  a: b", "  deeper", "storyc: ignore[SB1]", "// storyc: ignore[SB2]", "@ANNA waits.", "***", "note: x",
)  # fmt: skip


def grammatical() -> st.SearchStrategy[str]:
    """Any order of lines that the grammar knows, the numbers of whose marks may be others."""
    marks = st.sampled_from([example for _, example in examples()])
    numbered = st.tuples(marks, st.integers(0, 20)).map(lambda pair: re.sub(r"[0-9]", str(pair[1]), pair[0], count=1))
    return st.lists(marks | numbered | st.sampled_from(_ROWS), max_size=25).map("\n".join)


# ---- edits -----------------------------------------------------------------------------------------------------

Edit = tuple[int, int, str]
_TYPED = st.text(max_size=8) | st.sampled_from(
    [*_ROWS, "\n", "[", "]", "0-3s", "Shot 2 ", "{{", "---\n", "\t", "\ufeff"]
)


def edits() -> st.SearchStrategy[list[Edit]]:
    """What somebody types over time: where, how much is deleted there, and what is put in its place."""
    return st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 40), _TYPED), min_size=1, max_size=8)


def edited(text: str, edit: Edit) -> str:
    """The text after one edit."""
    at = edit[0] % (len(text) + 1)
    return text[:at] + edit[2] + text[at + edit[1] :]


# ---- settings --------------------------------------------------------------------------------------------------


def keys(record: type[msgspec.Struct] = Config, before: str = "") -> list[str]:
    """Each key that a project's file may have, with its sections."""
    names: list[str] = []
    for field in msgspec.structs.fields(record):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            names += keys(field.type, f"{before}{field.name}.")
        elif field.name == "host":
            names += keys(HostSettings, f"{before}host.segmind.")
        elif field.name not in ("origins", "outside"):
            names.append(before + field.name)
    return names


def _text(value: str) -> str:
    return (
        '"' + "".join(f"\\u{ord(sign):04x}" if ord(sign) < 0x20 or sign in '"\\\x7f' else sign for sign in value) + '"'
    )


_SIGNS = st.characters(codec="utf-8", max_codepoint=0xFFFF)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers().map(str)
    | st.integers(-(10**30), 10**30).map(str)
    | st.floats().map(str)
    | st.booleans().map(lambda value: str(value).lower())
    | st.text(_SIGNS, max_size=12).map(_text)
    | st.decimals(0, 1_000, places=3).map(str)
    | st.sampled_from(["1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", '"12.50"', '"auto"', '"v2"', "0xff", "1e99", "1_000"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
    | st.dictionaries(st.sampled_from(["a", "b", "segmind"]), inner, max_size=2).map(
        lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + "}"
    ),
    max_leaves=4,
)  # fmt: skip


def settings_lines() -> st.SearchStrategy[dict[str, str]]:
    """Values of any type for any of the keys, as TOML has them."""
    return st.dictionaries(st.sampled_from(keys()), _VALUES, min_size=1, max_size=4)
