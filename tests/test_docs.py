"""The hand-written pages: each example does what its page says, each key has its line, each link leads somewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard import profiles
from storyboard.cli import exits
from storyboard.compiler.layout import fields
from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.render import context, sandbox
from storyboard.compiler.render.context import CastView, ShotView, SpeechView, names
from storyboard.config import Config
from storyboard.diagnostics import Level
from storyboard.language.syntax import settings
from storyboard.ledger.records import LIVE
from storyboard.ledger.steps import KEPT, LOSABLE, STEPS
from storyboard.profiles import Profile, hosts
from storyboard.profiles.records import Sourced
from tests import docs
from tests.compiling import compiled, marked
from tests.docs import DOCS, Block
from tests.helpers import BAD, ROOT
from tests.test_cases import said

PICTURE = BAD / "files" / "lamp.png"
STORIES = docs.every("story")
LISTS = [block for block in STORIES if "lines" in block.words]
WHOLE = [block for block in STORIES if "lines" not in block.words]


def beside(page: Path) -> dict[str, str]:
    """The files that the blocks of a page write, `file=PATH`, which its stories may use."""
    return {path: block.text for block in docs.blocks(page) if (path := block.value("file"))}


def example(block: Block) -> Compiled:
    """The compiled story of a block, with a small picture for each path of `pictures=PATH,PATH`."""
    sets = tuple((name, value) for name, _, value in [block.value("set").partition("=")] if name)
    shown = dict.fromkeys(filter(None, block.value("pictures").split(",")), PICTURE.read_bytes())
    return compiled(block.text, beside(block.page) | shown, options=Options(variant=block.value("variant"), sets=sets))


# ---- stories -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", WHOLE, ids=docs.place)
def test_a_story_of_a_page_compiles_or_gets_the_code_that_the_page_names(block: Block) -> None:
    made = example(block)
    errors = sorted({each.code for each in made.diagnostics if each.level is Level.ERROR})
    warnings = sorted({each.code for each in made.diagnostics if each.level is Level.WARNING})
    assert errors == sorted(filter(None, block.value("error").split(",")))
    assert warnings == sorted(filter(None, block.value("warning").split(",")))
    assert bool(made.requests) is (not errors)


@pytest.mark.parametrize("block", LISTS, ids=docs.place)
def test_each_line_of_a_list_of_marks_is_one_shot_of_five_seconds(block: Block) -> None:
    for line in block.text.splitlines():
        shots = marked(f"duration: 5\n{line}\n")
        assert [shot.partition(" ")[0] for shot in shots] == ["0-5"], line


@pytest.mark.parametrize("block", docs.every("prompt"), ids=docs.place)
def test_a_prompt_of_a_page_is_that_of_the_story_above_it(block: Block) -> None:
    above = [story for story in docs.blocks(block.page, "story") if story.line < block.line]
    sent = "\n\n".join(str(request.fields["prompt"]) for request in example(above[-1]).requests)
    assert sent == block.text.rstrip("\n")


def test_there_are_stories_and_prompts_to_test() -> None:
    assert len(WHOLE) >= 20
    assert LISTS
    assert docs.every("prompt")


# ---- transcripts -------------------------------------------------------------------------------------------------


VOICELESS = re.compile(r"(?m)^warning: .*: dialogue is silent without .*\n")  # said where no voice is installed


def matched(shown: str, screen: str) -> bool:
    """Whether a screen is what a page shows, where a line `…` stands for any lines and `…` in a line for any words."""
    parts = [re.escape(part) for part in re.split(r"(?m)^…\n|…", shown)]
    gaps = [r"(?:.*\n)*?" if gap.endswith("\n") else ".*?" for gap in re.findall(r"(?m)^…\n|…", shown)]
    expression = parts[0] + "".join(gap + part for gap, part in zip(gaps, parts[1:], strict=True))
    return re.fullmatch(expression, screen) is not None


@pytest.mark.parametrize("page", [page for page in docs.written() if docs.blocks(page, "console")], ids=docs.named)
def test_the_commands_of_a_page_say_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is followed in an empty folder: a block with `file=` writes the file, `pictures=` the reader's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    for block in docs.blocks(page):
        for picture in filter(None, block.value("pictures").split(",")):
            (tmp_path / picture).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / picture).write_bytes(PICTURE.read_bytes())
        if path := block.value("file"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            commands = [line for line in block.text.splitlines() if line.startswith("$ ")]
            assert commands, docs.place(block)
            screen = "".join(said(command) for command in commands).replace("\nexit 0\n", "\n")
            screen = VOICELESS.sub("", screen)
            assert matched(block.text, screen), f"{docs.place(block)}\n{screen}"


@pytest.mark.parametrize(
    ("shown", "screen", "fits"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a … d\n", "a b c d\n", True),
        ("a\n", "a\nb\n", False),
        ("a … d\n", "a b\nc d\n", False),
    ],
)
def test_gaps_of_a_transcript(shown: str, screen: str, fits: bool) -> None:
    assert matched(shown, screen) is fits


# ---- keys --------------------------------------------------------------------------------------------------------


def keys(record: type[msgspec.Struct], before: str = "") -> Iterator[str]:
    """The keys of a record as a file spells them, those of a section with the section and a dot."""
    for field in msgspec.structs.fields(record):
        name = before + field.encode_name
        inner = [kind for kind in _kinds(field.type) if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
        yield name
        for kind in inner:
            yield from keys(kind, f"{name}.")


def _kinds(kind: Any) -> Iterator[Any]:
    yield kind
    for part in getattr(kind, "__args__", ()):
        yield from _kinds(part)


def lacking(page: str, names: Iterator[str] | list[str]) -> list[str]:
    """The names that a page does not spell in backticks."""
    spelt = docs.code(DOCS / page)
    return [name for name in names if name not in spelt]


def test_the_page_of_the_language_names_each_key() -> None:
    assert lacking("language.md", [*settings.KEYS, *fields.KEYS, "look", "voice"]) == []


def test_the_page_of_the_language_names_each_limit() -> None:
    limits = next(field.type for field in msgspec.structs.fields(Config) if field.name == "limits")
    assert lacking("language.md", keys(limits)) == []


def test_the_page_of_templates_names_all_that_a_template_sees() -> None:
    made = compiled("Shot 1 [0-5s] A lamp.")
    given = context(made.clips[0], profiles.load(profiles.DEFAULT, None), {})
    views = [name for view in (ShotView, SpeechView, CastView) for name in names(view)]
    assert len(views) > 15
    assert lacking("templates.md", [*given, *views, *sandbox.FILTERS]) == []


def test_the_page_of_templates_has_the_limits() -> None:
    text = docs.read(DOCS / "templates.md")
    limits = (sandbox.MOST_NODES, sandbox.MOST_DEPTH, sandbox.MOST_OPERANDS, sandbox.OUTPUT_LIMIT)
    assert [limit for limit in limits if f" {limit:,} |" not in text] == []


def test_the_page_of_profiles_names_each_key() -> None:
    of_each_group = tuple(f".{name}" for name in keys(Sourced))
    own = [name for name in (*keys(Profile), *keys(hosts.Host)) if not name.endswith(of_each_group)]
    assert lacking("profiles.md", [*keys(Sourced), *own]) == []


@pytest.mark.parametrize(
    "record", [profiles.load(profiles.DEFAULT, None), hosts.host("segmind")], ids=["a model", "a host"]
)
def test_the_page_of_profiles_has_the_evidence_of_what_is_shipped(record: msgspec.Struct) -> None:
    text = docs.read(DOCS / "profiles.md")
    groups = {name: value for name in record.__struct_fields__ if isinstance(value := getattr(record, name), Sourced)}
    rows = {name: rf"\| `{name}` \| [^|]+ \| {group.evidence} \| {group.checked} \|" for name, group in groups.items()}
    assert [name for name, row in rows.items() if not re.search(row, text)] == []


# ---- money -------------------------------------------------------------------------------------------------------


def test_the_picture_of_the_states_is_that_of_the_ledger() -> None:
    (picture,) = docs.blocks(DOCS / "money.md", "mermaid")
    drawn = set(re.findall(r"^ *(\w+) --> (\w+)", picture.text, re.MULTILINE))
    steps = {(before, after) for after, befores in STEPS.items() for before in befores}
    again = {(before, "accepted") for before in ("accepted", *KEPT)}  # a failed job that was charged, and a spoilt clip
    # What was given up is over, and may be given up though it lies in the store; its job may be found after that.
    assert drawn == steps | again | {(before, "void") for before in (*LOSABLE, "void")}


def test_the_page_of_money_has_a_row_for_each_state() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.+\|.+\|.+\|.+\|$", docs.read(DOCS / "money.md"), re.MULTILINE)
    assert rows == [*LIVE, "void"]


def test_the_page_of_money_has_each_exit_code_and_their_order() -> None:
    text = docs.read(DOCS / "money.md").partition("## What to do")[2]
    rows = dict(re.findall(r"^\| (\d+) \| (.+?)(?:; also: .+?)? \| .+ \|$", text, re.MULTILINE))
    assert {int(code): meaning for code, meaning in rows.items()} == exits.MEANINGS
    assert ", ".join(map(str, exits.PRECEDENCE)) in text


# ---- words -------------------------------------------------------------------------------------------------------


def test_the_glossary_has_each_term_once_in_order() -> None:
    terms = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", docs.read(DOCS / "glossary.md"), re.MULTILINE)[1:]
    assert len(terms) > 50
    assert terms == sorted(set(terms))


# ---- decisions ---------------------------------------------------------------------------------------------------

DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Consequences"]
WEIGHED = ["Measured, and tried instead", "What was weighed"]


@pytest.mark.parametrize("page", DECISIONS, ids=docs.named)
def test_a_decision_is_one_page_of_four_parts(page: Path) -> None:
    text = docs.read(page)
    assert text.startswith(f"# {page.name[:3]}: ")
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [part for part in parts if part in PARTS] == PARTS
    assert len([part for part in parts if part in WEIGHED]) == 1
    assert len(parts) == 4
    assert text.count("\n") <= 70


def test_no_number_of_a_decision_is_used_twice() -> None:
    numbers = [page.name[:3] for page in DECISIONS]
    assert len(numbers) >= 10
    assert numbers == sorted(set(numbers))


# ---- the drawing -------------------------------------------------------------------------------------------------


def test_the_drawing_of_the_house_is_that_of_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (house,) = [contract for contract in contracts if contract.get("containers") == ["storyboard"]]
    (drawing,) = docs.blocks(DOCS / "architecture.md", "bands")
    assert [re.split(r"  +", line)[0] for line in drawing.text.splitlines()] == house["layers"]


def test_the_files_that_the_page_of_the_house_names_are_there() -> None:
    named = re.findall(r"`((?:storyboard|grammars|tests|templates)/[\w./@-]+)`", docs.read(DOCS / "architecture.md"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
