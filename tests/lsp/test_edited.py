"""An edit inside one clip is compiled alone where nothing else can change, and says then what the whole story says."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.compiler.edited import Edited
from storyboard.compiler.pipeline import compile_story, compile_whole
from storyboard.compiler.rules import by_code
from storyboard.config import Config
from storyboard.diagnostics import Diagnostic
from storyboard.source import MemoryFiles
from tests.helpers import all_hold, parted
from tests.lsp.edits import ROOT, long_story

NAME = "a.story"
STORY = long_story(4).replace(
    "[0-3s] @ANNA walks through {{ place }}, past lamp 3", "[0-2s] @ANNA walks through, past lamp 3"
)
ONE = "past lamp 1 of many."


def fresh(text: str) -> tuple[Diagnostic, ...]:
    return compile_story(MemoryFiles({NAME: text}), NAME, Config()).diagnostics


def edited(text: str) -> Edited:
    compiled, whole = compile_whole(MemoryFiles({NAME: text}), NAME, Config())
    assert whole is not None
    return Edited(whole, Config(), compiled.diagnostics)


def edit(story: Edited, text: str) -> bool:
    return story.edit(text, MemoryFiles({NAME: text}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ONE, "past a lamp."),
        (ONE, "past {{ nobody }}."),
        (ONE, f"{ONE}\n  // storyc: ignore[SB214]"),
        (ONE, f"{ONE} [[ ask"),
        ("# The clip of number 2", "# The second clip"),
        ("Shot 3 [6-10s] @ANNA walks through {{ place }}, past lamp 2", "Shot 3 [6-9s] @ANNA walks, past lamp 2"),
        ("title: Long", "title: A long story"),
        ("title: Long", "# a note\ntitle: Long"),
    ],
)
def test_an_edit_that_changes_one_clip_alone_compiles_no_other(old: str, new: str) -> None:
    story, text = edited(STORY), STORY.replace(old, new, 1)
    # The last clip has a mistake of its own, which moves with the text.
    assert [diagnostic.code for diagnostic in story.diagnostics] == ["SB202"]
    assert edit(story, text)
    assert story.diagnostics == fresh(text)
    assert story.settles()
    assert edit(story, STORY)
    assert story.settles()
    assert story.diagnostics == fresh(STORY)


SPEECH = '  BEN (softly): "Come."\n'
# He speaks in the second clip alone.
ONCE = STORY.replace(SPEECH, "").replace("\n# The clip of number 3", f"{SPEECH}\n# The clip of number 3", 1)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (ONCE, ONCE.replace(SPEECH, ""), "SB403"),
        (ONCE.replace(SPEECH, ""), ONCE, "SB202"),
        (STORY, STORY.replace(ONE, f"{ONE} Then 0-3s: a flash; 3-6s: a door.", 1), "SB109"),
        (STORY, STORY.replace(ONE, "past lamp 0 of many."), "SB604"),
        (STORY, STORY.replace("# The clip of number 2\n", "The clip of number 2\n"), "SB202"),
        (STORY, STORY.replace(ONE, f"{ONE}\nShot 4 [10-12s] A door.", 1), "SB219"),
        (STORY, STORY.replace(ONE, f"{ONE}\n  Ton: Regen\n  Musik: Klavier", 1), "SB202"),
        (STORY, STORY.replace("look: a tall woman", "look: a tall {{ nobody }}"), "SB404"),
        (STORY, STORY.replace("    wet: a drenched woman\n", ""), "SB202"),
        # One finding for all tags of a story, and one for the first mention of a speaker: there may be others.
        (
            STORY.replace("lamp 0", "<b>lamp</b>"),
            STORY.replace("lamp 0", "<b>lamp</b>").replace(ONE, "<i>a</i> door."),
            "SB120",
        ),
        (STORY.replace("BEN (", "IDA ("), STORY.replace("BEN (", "IDA (").replace(ONE, "past @IDA."), "SB401"),
        (STORY.replace("\n", "\r\n"), STORY.replace("\n", "\r\n").replace(ONE, f"{ONE}\r"), "SB101"),
    ],
)
def test_after_an_edit_that_may_change_more_the_whole_is_due(before: str, after: str, code: str) -> None:
    story = edited(before)
    assert code in [diagnostic.code for diagnostic in fresh(after)]
    if edit(story, after):
        assert not story.settles()
    else:
        assert story.diagnostics == fresh(before)


def test_no_rule_looks_beyond_a_clip_unnoticed() -> None:
    """Each mistake comes into a clip and goes again, beside one that has it too."""

    def holds(path: Path) -> None:
        front, body = "", parted(path)[0].decode("utf-8", "replace")
        if body.startswith("---\n") and "\n---\n" in body:
            front, body = body[: body.index("\n---\n") + 5], body[body.index("\n---\n") + 5 :]
        here, both = (
            "".join([front, *(f"# {seed}\nseed: {seed}\n{text.strip()}\n\n" for seed, text in enumerate(texts))])
            for texts in (("Shot 1 [0-5s] A lamp.", body), (body, body))
        )
        for before, after in ((here, both), (both, here)):
            whole = compile_whole(MemoryFiles({NAME: before}), NAME, Config())[1]
            story = Edited(whole, Config(), fresh(before)) if whole is not None else None
            if story is not None and edit(story, after) and story.settles():
                assert story.diagnostics == fresh(after)
                settled.append(path)

    settled: list[Path] = []
    codes = {code for code, rule in by_code().items() if "story" in rule.stages}
    paths = [path for path in sorted((ROOT / "tests" / "cases" / "bad").glob("*.story")) if path.name[:5] in codes]
    all_hold(holds, [path for path in paths if path.stat().st_size < 2000], lambda path: path.name)
    assert len(settled) > 50


LATER = STORY.replace(ONE, "past {{ nobody }} and a lamp.")


@pytest.mark.parametrize(
    ("before", "after", "until", "code"),
    [
        # That Ben does not speak any more is said of the front matter, by all clips together.
        (ONCE, ONCE.replace(SPEECH, "").replace(ONE, "past {{ nobody }}."), "number 3", "SB404"),
        (STORY, STORY.replace("look: a tall woman", "look: a tall {{ nobody }}"), "number 2", "SB404"),
        # Another member: the first clip knows it at once, the others when all are compiled.
        (STORY, STORY.replace("ANNA:", "ANNE:"), "number 2", "SB401"),
        (STORY, STORY.replace("title: Long", "title: Long\nmodel: wan-9"), "number 2", "SB112"),
        (LATER, LATER.replace("look: a tall woman", "look: a small woman"), "number 2", "SB404"),
    ],
)
def test_what_was_edited_is_told_before_the_whole_is_compiled(before: str, after: str, until: str, code: str) -> None:
    def known(diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic]:
        end = after.index(f"# The clip of {until}")
        return [one for one in diagnostics if one.span.start < end and one.code != "SB403"]

    story = edited(before)
    assert edit(story, after)
    assert not story.settles()
    assert known(story.diagnostics) == known(fresh(after))
    assert code in [diagnostic.code for diagnostic in story.diagnostics]


def test_what_is_typed_while_the_whole_is_due_is_told_too() -> None:
    story = edited(STORY)
    text = STORY.replace("look: a tall woman", "look: a small woman")
    assert edit(story, text)
    for words in ("past {{ nobody }}.", "past a door."):
        text = text.replace(ONE, words) if ONE in text else text.replace("past {{ nobody }}.", words)
        assert edit(story, text)
        assert not story.settles()
        assert story.diagnostics == fresh(text)


def test_a_line_in_a_clip_may_close_front_matter_that_is_open() -> None:
    text = STORY.replace("---\nPhotoreal", "\nPhotoreal")
    assert "SB103" in [diagnostic.code for diagnostic in fresh(text)]
    closed = text.replace("  sound: wind", "---\n  sound: wind", 1)
    story = edited(text)
    assert not edit(story, closed) or story.diagnostics == fresh(closed)
