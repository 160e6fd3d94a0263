"""The parser's tables: up to date, the same as the grammar, left aside where they do not fit, and never unpickled."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import lark
import pytest

from storyboard.language.syntax import parser
from storyboard.system import resources
from tests.helpers import BAD, OK, samples

ROOT = Path(__file__).resolve().parents[2]
STORY = "A lamp.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
MADE_WITH = json.loads(resources.read("grammars", parser.TABLES))["lark"]
STARTS = {each.name for each in parser.parser().terminals if each.name.startswith("SHOT")} | {
    "FRONT",
    "NEAR_MISS",
    "HEADING",
}
fits = pytest.mark.skipif(lark.__version__ != MADE_WITH, reason="the tables were made with another Lark")


def forget() -> None:
    """The parser, its patterns and the kinds of lines are made anew."""
    for made in (parser.parser, parser.pattern, parser.line_pattern, parser.kept_kind):
        made.cache_clear()


@pytest.fixture
def fresh() -> Iterator[None]:
    """All is made anew in the test, and again after it."""
    forget()
    yield
    forget()


def joined(tree: lark.Tree[lark.Token]) -> lark.Tree[lark.Token]:
    """Lark's own tree, with the lines that start nothing in one leaf, as the first of them."""
    children: list[lark.Tree[lark.Token] | lark.Token] = []
    for child in tree.children:
        before = children[-1] if children else None
        if isinstance(child, lark.Tree):
            children.append(joined(child))
        elif isinstance(before, lark.Token) and before.type not in STARTS and child.type not in STARTS:
            children[-1] = lark.Token(before.type, before + child, before.start_pos)
        else:
            children.append(child)
    return lark.Tree(tree.data, children)


@fits
@pytest.mark.parametrize("seed", ["0", "1"])
def test_they_are_up_to_date(seed: str) -> None:
    """Whatever order sets have: `make tables` writes the same file everywhere."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "gen_tables.py", "--check"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@fits
def test_they_make_the_parser_that_the_grammar_makes() -> None:
    loaded, built = parser.load(), parser.build()
    assert loaded is not None
    assert [each.name for each in loaded.terminals] == [each.name for each in built.terminals]
    for one, other in zip(loaded.terminals, built.terminals, strict=True):
        assert (one.priority, one.pattern.to_regexp()) == (other.priority, other.pattern.to_regexp())
    stories = [*samples(), *BAD.rglob("*.story"), *OK.rglob("*.story")]
    assert len(stories) > 100
    for path in stories:
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        assert loaded.parse(text) == built.parse(text)


@pytest.mark.parametrize("text", ["", "---", "---\na: b\n---\nA lamp.", " \t", "\n\n \nShot 1:", "---\n" + "x" * 500])
def test_lines_are_those_of_larks_lexer(text: str) -> None:
    assert parser.tree(text) == joined(parser.parser().parse(text))


def test_lines_of_all_stories_are_those_of_larks_lexer() -> None:
    for path in (*samples(), *BAD.rglob("*.story"), *OK.rglob("*.story")):
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        tree = parser.parser().parse(text)
        assert parser.tree(text) == joined(tree)
        assert [row for leaf in parser.tree(text).scan_values(lambda _: True) for row in leaf.rows] == [
            *parser.rows(text)
        ]
        offsets = [row.start for row in parser.rows(text)]
        assert offsets == [token.start_pos for token in tree.scan_values(lambda _: True)]


@fits
@pytest.mark.parametrize("name", ["SHOT_RANGE", "SETTING", "FRONT"])
def test_terminals_are_known_by_name(name: str, fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    of_tables = parser.pattern(name)
    forget()
    monkeypatch.setattr(parser, "load", lambda: None)
    assert parser.pattern(name).pattern == of_tables.pattern


def test_another_grammar_is_built(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    text = parser.grammar().replace("\nLABEL: /(", "\nLABEL: /([dD]urchgang|")
    assert text != parser.grammar()
    monkeypatch.setattr(parser, "grammar", lambda: text)
    assert parser.load() is None
    (row,) = parser.tree("Durchgang 1 [0-2] A hand.\n").scan_values(lambda token: True)
    assert row.type == "SHOT_RANGE"
    assert "urchgang" in parser.pattern("SHOT_RANGE").pattern


def test_with_another_lark_it_is_built(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = parser.tree(STORY)
    forget()
    monkeypatch.setattr(lark, "__version__", "1.3.999")
    assert parser.load() is None
    assert parser.tree(STORY) == before


def test_without_tables_it_is_built(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "TABLES", "none.json")
    assert parser.load() is None
    assert parser.tree(STORY).data == "start"


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
