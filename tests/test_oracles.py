"""What must hold for every story there is, whatever is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import msgspec

from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import Safety
from storyboard.exchange import exporters
from storyboard.language.story import Piece
from storyboard.report import formats, load
from tests.helpers import Given, all_hold, every_story, fixed, spans

STORIES = every_story()


def each_story(holds: Callable[[Given], None]) -> None:
    all_hold(holds, STORIES, lambda given: given.name)


def everything(made: Compiled) -> str:
    """All that can be printed of a compile, in every format there is."""
    reports = [load(form).render(made.diagnostics, made.sources, width=100) for form in formats()]
    exports = [exporters.load(form).render(made) for form in exporters.texts()]
    return "\n".join([*reports, *exports, *(msgspec.json.encode(item).decode() for item in made.requests)])


def test_compiling_twice_gives_the_same_bytes() -> None:
    def holds(given: Given) -> None:
        assert everything(given.compile()) == everything(given.compile())

    each_story(holds)


def test_every_place_lies_in_its_file() -> None:
    def holds(given: Given) -> None:
        made = given.compile()
        for record in (made.diagnostics, made.clips):
            for span in spans(record):
                assert span.path in made.sources
                assert 0 <= span.start <= span.end <= len(made.sources[span.path].text)

    each_story(holds)


def test_every_word_stands_where_its_piece_says() -> None:
    def holds(given: Given) -> None:
        made = given.compile()
        pieces = [piece for clip in made.clips for shot in clip.shots for piece in shot.action.pieces]
        pieces += [piece for clip in made.clips for text in (clip.overview, clip.closing) for piece in text.pieces]
        for piece in pieces:
            assert isinstance(piece, Piece)
            if piece.kind == "words" and piece.text.strip() and len(piece.text) == piece.span.end - piece.span.start:
                assert made.sources[piece.span.path].text[piece.span.start : piece.span.end] == piece.text

    each_story(holds)


def test_every_diagnostic_says_where_what_and_what_to_do() -> None:
    def holds(given: Given) -> None:
        for diagnostic in given.compile().diagnostics:
            finding = diagnostic.finding
            assert finding.message
            assert finding.help
            assert not finding.message.endswith(".")
            assert "\n" not in finding.message + finding.help + finding.label

    each_story(holds)


def test_no_two_edits_of_a_fix_overlap() -> None:
    def holds(given: Given) -> None:
        for diagnostic in given.compile().diagnostics:
            edits = diagnostic.finding.fix.edits if diagnostic.finding.fix is not None else ()
            ordered = sorted((edit.span.path, edit.span.start, edit.span.end) for edit in edits)
            for (path, _, end), (other, start, _) in pairwise(ordered):
                assert path != other or end <= start

    each_story(holds)


def test_every_safe_fix_removes_its_own_finding_and_adds_none() -> None:
    def holds(given: Given) -> None:
        made = given.compile()
        before = Counter(diagnostic.code for diagnostic in made.diagnostics)
        for diagnostic in made.diagnostics:
            fix = diagnostic.finding.fix
            if fix is None or fix.safety is not Safety.SAFE:
                continue
            assert fix.edits
            after = Counter(item.code for item in fixed(given, made, fix).compile().diagnostics)
            assert after[diagnostic.code] < before[diagnostic.code]
            assert after - before == Counter()

    each_story(holds)


def test_every_unsafe_fix_changes_the_report() -> None:
    def holds(given: Given) -> None:
        made = given.compile()
        for diagnostic in made.diagnostics:
            fix = diagnostic.finding.fix
            if fix is None or fix.safety is not Safety.UNSAFE:
                continue
            assert fix.title
            assert fix.edits
            again = fixed(given, made, fix).compile()
            own = (diagnostic.code, diagnostic.finding.message, diagnostic.span)
            assert own not in [(item.code, item.finding.message, item.span) for item in again.diagnostics]

    each_story(holds)
