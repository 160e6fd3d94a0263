"""Lines and sections: those of Lark's lexer and parser, from expressions that are up to date and never unpickled."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from pathlib import Path

import lark
import pytest

from storyboard.language.story import Row
from storyboard.language.syntax import parser
from storyboard.language.syntax.expressions import EXPRESSIONS
from storyboard.system import resources
from tests.helpers import BAD, OK, samples
from tools import gen_tables

ROOT = Path(__file__).resolve().parents[2]
STORY = "A lamp.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
LARK = gen_tables.parser(gen_tables.grammar())
ODD = [
    "",
    "---",
    "---\na: b\n---\nA lamp.",
    " \t",
    "\n\n \nShot 1:",
    "---\n" + "x" * 500,
    "# A",
    "A\n# B\n## C\nShot 1:\nx",
]


def stories() -> list[str]:
    paths = [*samples(), *BAD.rglob("*.story"), *OK.rglob("*.story")]
    assert len(paths) > 100
    return [path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n") for path in paths]


def row(token: object) -> Row:
    assert isinstance(token, lark.Token)
    assert token.start_pos is not None
    return Row(token.type, token.start_pos, token.removesuffix("\n"))


def rows(tree: lark.Tree[lark.Token]) -> list[Row]:
    return [row(token) for token in tree.children if isinstance(token, lark.Token)]


def larks(text: str) -> tuple[Row | None, list[parser.Section]]:
    """The sections of a text as Lark's tree has them."""
    tree: lark.Tree[lark.Token] = LARK.parse(text)  # pyright: ignore[reportUnknownMemberType]
    children = list(tree.children)
    front = row(children.pop(0)) if isinstance(children[0], lark.Token) else None
    head, shots, *clips = (child for child in children if isinstance(child, lark.Tree))
    sections = [
        parser.Section(None, rows(head), [rows(shot) for shot in shots.children if isinstance(shot, lark.Tree)])
    ]
    for clip in clips:
        heading, head, shots = clip.children
        assert isinstance(head, lark.Tree)
        assert isinstance(shots, lark.Tree)
        marks = [rows(shot) for shot in shots.children if isinstance(shot, lark.Tree)]
        sections.append(parser.Section(row(heading), rows(head), marks))
    return front, sections


@pytest.mark.parametrize("seed", ["0", "1"])
def test_expressions_are_up_to_date(seed: str) -> None:
    """Whatever order sets have: `make tables` writes the same file everywhere."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "gen_tables.py", "--check"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_another_grammar_has_other_expressions() -> None:
    text = gen_tables.grammar().replace("\nLABEL: /(", "\nLABEL: /([dD]urchgang|")
    assert text != gen_tables.grammar()
    assert "urchgang" in gen_tables.tables(text)
    assert "urchgang" not in gen_tables.tables(gen_tables.grammar())


def test_no_two_terminals_have_the_same_precedence() -> None:
    """Else Lark would sort them by the length of what they match, and the kind of a line would rest on that."""
    precedences = [terminal.priority for terminal in LARK.terminals]
    assert len(set(precedences)) == len(precedences) == len(EXPRESSIONS)


@pytest.mark.parametrize("text", ODD)
def test_sections_are_those_of_lark(text: str) -> None:
    assert parser.sections(text) == larks(text)


def test_sections_of_all_stories_are_those_of_lark() -> None:
    for text in stories():
        assert parser.sections(text) == larks(text)


class Payload:
    """Unpickled, it writes a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> object:
        return (Path.write_text, (self.marker, "was here"))


@pytest.mark.parametrize("named", [True, False], ids=["STORYC_CACHE_DIR", "no home"])
def test_nothing_is_unpickled_or_left_behind(tmp_path: Path, named: bool) -> None:
    """storyc kept pickles once, under a name that everybody can work out, and without a home in the project itself."""
    project, marker = tmp_path / "film", tmp_path / "PWNED"
    place = tmp_path / "cache" if named else project / "~" / ".cache" / "storyc"
    grammar = resources.read("grammars", "story.lark")
    key = hashlib.sha256(f"{lark.__version__}\0{sys.version}\0{grammar}".encode()).hexdigest()[:24]
    place.mkdir(parents=True)
    project.mkdir(exist_ok=True)
    (project / "a.story").write_text(STORY)
    (place / f"story-{key}.tables").write_bytes(pickle.dumps(Payload(marker)))
    environment = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": "~"}
    environment |= {"STORYC_CACHE_DIR": str(place)} if named else {}
    held = sorted(tmp_path.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-m", "storyboard", "check", "a.story"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not marker.exists()
    assert (done.returncode, sorted(tmp_path.rglob("*"))) == (0, held), done.stderr
