"""Fixes composed: what is made, what is refused, and where it ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.compiler.rewriting import fixes, mended, unified
from storyboard.config import Config, Limits
from storyboard.diagnostics import Level, Safety, fixable
from storyboard.source import MemoryFiles
from tests.helpers import Given, all_hold, applied, every_story

STORIES = every_story()
SHOTS = "Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n"


def each_story(holds: Callable[[Given], None]) -> None:
    all_hold(holds, STORIES, lambda given: given.name)


def fixed(text: str, *, unsafe: bool = False, options: Options | None = None) -> str:
    files = MemoryFiles({"a.story": text})
    made = mended(files, "a.story", Config(), options or Options(), unsafe=unsafe)
    return made.texts["a.story"][1] if made.texts else text


def errors(codes: list[tuple[str, Level]]) -> int:
    return sum(level is Level.ERROR for _, level in codes)


def test_safe_fixes_leave_none_and_wake_nothing() -> None:
    def holds(given: Given) -> None:
        made = mended(given.files, given.path, given.config, Options())
        assert fixable(made.compiled.diagnostics)[0] == 0
        before = Counter(each.code for each in made.before.diagnostics)
        after = Counter(each.code for each in made.compiled.diagnostics)
        assert after - before == Counter()
        safe = [each for each in made.before.diagnostics if each.finding.fix and each.finding.fix.safety is Safety.SAFE]
        assert bool(made.fixed) == bool(safe)
        texts = {path: after for path, (_, after) in made.texts.items()}
        again = mended(MemoryFiles(texts, given.files), given.path, given.config, Options())
        assert (again.texts, again.fixed) == ({}, 0)

    each_story(holds)


# What a safe fix may take out: a switch that follows from the shots, and what makes a comment silence a rule.
_OURS = re.compile(r"(?:multi_shots|enable_prompt_expansion): *(?:true|false)|storyc: *ignore(?:\[[^\]]*\])?")


def letters(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", _OURS.sub("", text)))


def test_a_safe_fix_takes_away_no_word_of_the_writer() -> None:
    def holds(given: Given) -> None:
        made = given.compile()
        for each in made.diagnostics:
            fix = each.finding.fix
            if fix is None or fix.safety is not Safety.SAFE:
                continue
            for path in {edit.span.path for edit in fix.edits}:
                before = made.sources[path].text
                after = applied(before, [edit for edit in fix.edits if edit.span.path == path])
                assert letters(before) - letters(after) == Counter(), each.finding.message

    each_story(holds)


def test_unsafe_fixes_end_with_no_more_errors_than_before() -> None:
    def holds(given: Given) -> None:
        made = mended(given.files, given.path, given.config, Options(), unsafe=True)
        levels = [[(each.code, each.level) for each in each.diagnostics] for each in (made.compiled, made.before)]
        assert errors(levels[0]) <= errors(levels[1])
        texts = {path: after for path, (_, after) in made.texts.items()}
        compiled = compile_story(MemoryFiles(texts, given.files), given.path, given.config, Options())
        assert [each.code for each in compiled.diagnostics] == [each.code for each in made.compiled.diagnostics]

    each_story(holds)


def test_only_safe_fixes_are_made_unless_asked() -> None:
    text = "multi_shots: false\nShot 1 [0-3s] A lamp.\nShot 2 [3-4s] A hand.\n"
    assert fixed(text) == "Shot 1 [0-3s] A lamp.\nShot 2 [3-4s] A hand.\n"
    assert fixed(text, unsafe=True) == SHOTS


def test_an_unsafe_fix_may_wake_what_rested_on_it() -> None:
    text = "A shop. 1-4s: A child; 5-8s: a train; 9-10s: snow.\n"
    assert fixed(text, unsafe=True) == "A shop.\n[0-4s] A child;\n[4-8s] a train;\n[8-10s] snow.\n"


def test_fixes_that_touch_wait_a_round() -> None:
    # Each stray break ends where the next begins.
    assert fixed(f"A.\n---\n***\n---\n{SHOTS}") == f"A.\n{SHOTS}"


def test_fixes_that_overlap_are_made_once() -> None:
    # Both of the rules that are ignored for nothing would delete the whole comment.
    files = MemoryFiles({"a.story": f"// storyc: ignore[SB214, SB306] why\n{SHOTS}"})
    made = mended(files, "a.story", Config(), Options())
    assert len(made.before.diagnostics) == 2
    assert made.fixed == 1
    assert made.texts["a.story"][1] == f"// why\n{SHOTS}"


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = f"\ufeffmulti_shots: false\n{SHOTS}".replace("\n", "\r\n")
    assert fixed(text) == f"\ufeff{SHOTS}".replace("\n", "\r\n")


def test_a_fix_in_an_include_is_made_there() -> None:
    files = MemoryFiles({"a.story": f"include: b.yaml\n{SHOTS}", "b.yaml": "language: en\nmulti_shots: false\n"})
    made = mended(files, "a.story", Config(), Options())
    assert made.texts == {"b.yaml": ("language: en\nmulti_shots: false\n", "language: en\n")}
    assert mended(files, "a.story", Config(), Options(), alone=True).texts == {}


def test_a_fix_that_harms_a_variant_is_not_made() -> None:
    variants = "---\nduration: {}\nvariants:\n  short:\n    duration: 5\n---\n"
    text = variants.format("10") + "Shot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.\n"
    # Stretching the last shot to the 10 seconds paid for would pass the end of the variant's clip.
    assert fixed(text, unsafe=True) == text


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many letters each compile read that fixes needed."""
    calls: list[int] = []

    def counted(files: MemoryFiles, path: str, config: Config, options: Options) -> Compiled:
        calls.append(len(files.read(path)))
        return compile_story(files, path, config, options)

    monkeypatch.setattr(fixes, "compile_story", counted)
    return calls


def test_many_fixes_need_few_compiles(calls: list[int]) -> None:
    clip = "# C\nmulti_shots: false\nShot 1 [0-3s] A lamp {}.\nShot 2 [3-5s] A hand.\n"
    made = mended(
        MemoryFiles({"a.story": "".join(clip.format(index) for index in range(40))}), "a.story", Config(), Options()
    )
    assert made.fixed == 40
    assert len(calls) <= 3


@pytest.mark.parametrize(
    "unit", ["<time>0-3s</time> a\n", "Time: 0-3s Camera: a ", "Shot I\nShot II\n", "第一个镜头灯。第二个镜头手。"]
)
def test_fixes_that_cannot_be_made_need_few_compiles_too(unit: str, calls: list[int]) -> None:
    for size in (6_000, 12_000, 24_000):
        calls.clear()
        mended(MemoryFiles({"a.story": unit * (size // len(unit))}), "a.story", Config(), Options(), unsafe=True)
        assert sum(calls) < 300_000


def test_a_file_that_cannot_be_read_has_no_fixes() -> None:
    made = mended(MemoryFiles({"a.story": b"\xff"}), "a.story", Config(limits=Limits()), Options(), unsafe=True)
    assert (made.texts, made.fixed) == ({}, 0)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a\n", "a\n", ""),
        ("a\n", "b\n", "--- a/x.story\n+++ b/x.story\n@@ -1 +1 @@\n-a\n+b\n"),
        ("a", "a\n", "--- a/x.story\n+++ b/x.story\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        ("a\u2028b\n", "a\n", "--- a/x.story\n+++ b/x.story\n@@ -1 +1 @@\n-a\u2028b\n+a\n"),
    ],
)
def test_diffs_are_as_patch_reads_them(before: str, after: str, shown: str) -> None:
    assert unified("x.story", before, after) == shown


def test_the_reason_of_an_unused_ignore_comment_stays() -> None:
    for typed, kept in (
        ("// storyc: ignore[SB211, SB306] the client wants it so\n", "// the client wants it so\n"),
        ("  //storyc: ignore[SB211]why\n", "  //why\n"),
        ("// storyc: ignore the client\n", "// the client\n"),
        ("// storyc: ignore[SB211]  \n", ""),
    ):
        assert fixed(typed + SHOTS) == kept + SHOTS
    front = "---\n# storyc: ignore[SB211] the client\ntitle: A\n---\n"
    assert fixed(front + SHOTS) == front.replace("storyc: ignore[SB211] ", "") + SHOTS


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("duration: 5\nShot 1: a lamp\nShot 3: a hand\nShot 2: a door\n", ["SB213", "SB213"]),
        ("duration: 10\nShot 1: a lamp\nShot 2: a hand\n#The forge\nShot 1: a door\nShot 2: a fire\n", ["SB123"]),
        ("Shot 1 [0-3s] A lamp.\nShot 3 [4-8s] A hand.\nShot 2 [2-4s] A door.\n", ["SB202", "SB201"]),
    ],
)
def test_shots_that_may_stand_in_the_wrong_order_are_not_renumbered(text: str, codes: list[str]) -> None:
    made = compile_story(MemoryFiles({"a.story": text}), "a.story", Config())
    assert set(codes) <= {each.code for each in made.diagnostics}
    assert [each.code for each in made.diagnostics if each.finding.fix and each.finding.fix.safety is Safety.SAFE] == []


def test_shots_are_put_in_order_with_their_comments_and_without_the_closing_text() -> None:
    last = "// steam\nShot 3 [5-10s] Steam.\n  sound: hiss\n"
    second = "Shot 2 [2-5s] A hand.\n"
    assert fixed(f"Shot 1 [0-2s] A lamp.\n{last}\n{second}\nFade out.\n") == (
        f"Shot 1 [0-2s] A lamp.\n{second}\n{last}\nFade out.\n"
    )
    assert fixed("Shot 2 [3-5s] A lamp.\nShot 1 [0-3s] A hand.") == "Shot 1 [0-3s] A hand.\nShot 2 [3-5s] A lamp."


def test_a_shot_with_a_paragraph_that_would_be_closing_text_is_not_moved_to_the_end() -> None:
    text = "Shot 2 [3-5s] A lamp.\n\nIt goes out.\nShot 1 [0-3s] A hand.\n"
    assert fixed(text) == text
