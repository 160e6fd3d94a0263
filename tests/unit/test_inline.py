"""Variables, mentions, notes and escapes, read into pieces whose places agree with the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.compiler.layout.inline import Names, TextLine, known_names, read
from storyboard.language.story import Member, Text, Value
from storyboard.source import Span

HERE = Span("x.story", 0, 0)
CAST = {
    name: Member(name, HERE, states={"young": Text("a boy"), "young king": Text("a king")})
    for name in ("ANNA", "OLD MAN", "OLD", "小明")
}
USING = known_names(CAST, {"word": Value("lamp", HERE), "w-2": Value("", HERE)})
NOBODY = known_names({}, {})


def text(typed: str, using: Names = USING) -> Text:
    lines: list[TextLine] = []
    at, gap = 0, False
    for line in typed.split("\n"):
        if line.strip(" \t"):
            lines.append(TextLine(at, line, gap and bool(lines)))
            gap = False
        else:
            gap = True
        at += len(line) + 1
    return read("x.story", lines, using)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("a lamp", [("words", "a lamp")]),
        ("a {{ word }}", [("words", "a "), ("variable", "lamp")]),
        ("{{word}}{{word}}", [("variable", "lamp"), ("variable", "lamp")]),
        ("a {{ x }}", [("words", "a "), ("variable", "{{ x }}")]),
        ("a {{ x", [("words", "a "), ("open", "{{"), ("words", " x")]),
        ("@ANNA waits", [("mention", "ANNA"), ("words", " waits")]),
        ("@OLD MAN/young", [("mention", "OLD MAN")]),
        ("@小明走", [("mention", "小明"), ("words", "走")]),
        ("@ANNAS", [("stray", "@ANNAS")]),
        ("a@ANNA", [("words", "a@ANNA")]),
        ("@ x", [("words", "@ x")]),
        ("a @@@@ \\\\\\\\ @ b", [("words", "a @@@@ \\\\\\\\ @ b")]),
        ("@@ANNA @. b", [("words", "@"), ("mention", "ANNA"), ("words", " @. b")]),
        ("a [[ b ]] c", [("words", "a "), ("note", ""), ("words", "c")]),
        ("a [[ b", [("words", "a "), ("open", "[["), ("words", " b")]),
        ("[[ b ]]", [("note", "")]),
        ("\\@ANNA", [("words", "@"), ("words", "ANNA")]),
        ("\\\\@ANNA", [("words", "\\"), ("mention", "ANNA")]),
    ],
)
def test_pieces(typed: str, kinds: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in text(typed).pieces if piece.text or piece.kind == "note"] == kinds


@pytest.mark.parametrize(
    ("typed", "name", "state", "known"),
    [
        ("@OLD MAN/young", "OLD MAN", "young", True),
        ("@OLD MAN/young king", "OLD MAN", "young king", True),
        ("@OLD/young", "OLD", "young", True),
        ("@ANNA/older", "ANNA", "older", False),
        ("@ANNA/ x", "ANNA", "", True),
        ("@ANNA", "ANNA", "", True),
    ],
)
def test_states(typed: str, name: str, state: str, known: bool) -> None:
    piece = text(typed).pieces[0]
    assert (piece.name, piece.state, piece.known) == (name, state, known)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("  a  \n\t b\t", "a\nb"),
        ("a\n\n\nb", "a\n\nb"),
        ("a [[x]] b", "a b"),
        ("a[[x]]b", "ab"),
        ("a [[x]], b", "a, b"),
        ("a [[x]] [[y]] b", "a b"),
        ("a\n[[x]]\nb", "a\nb"),
        ("a\n\n[[x]]\n\nb", "a\n\nb"),
        ("[[x]]\n\nb", "b"),
        ("a [[x\ny]] b", "a b"),
        ("a [[ [b] ]]] c", "a c"),
        ("[[a]] [[b]]", ""),
        ("{{ w-2 }}", ""),
    ],
)
def test_values(typed: str, value: str) -> None:
    assert text(typed).value == value


@given(st.text(alphabet="ab .,@{}[]\\/\n\tANOLDM小word-", max_size=60))
def test_pieces_say_where_they_come_from(typed: str) -> None:
    for using in (USING, NOBODY):
        made = text(typed, using)
        assert made.value == "".join(piece.text for piece in made.pieces)
        at = 0
        for piece in made.pieces:
            assert at <= piece.span.start <= piece.span.end <= len(typed)
            at = piece.span.start
            if piece.kind in ("words", "stray") and piece.text not in ("\n", "\n\n"):
                assert typed[piece.span.start : piece.span.end] == piece.text


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (r"a man. \Shot 1 [0-2s] a lamp", "a man. Shot 1 [0-2s] a lamp"),
        (r"a man \[3-5s] a lamp", "a man [3-5s] a lamp"),
        (r"a man \（3秒）", "a man （3秒）"),
        (r"a man, \3-5s: a lamp", "a man, 3-5s: a lamp"),
        (r"un homme. \Plan 2 : une lampe", "un homme. Plan 2 : une lampe"),
        (r"他走。\镜头2 灯", "他走。镜头2 灯"),
        (r"他走。\第2个镜头 灯", "他走。第2个镜头 灯"),
        (r"a man. \Shot two: a lamp", "a man. Shot two: a lamp"),
        (r"a path C:\films, \shots, \n and \ at the end\ ", r"a path C:\films, \shots, \n and \ at the end\ "),
    ],
)
def test_a_backslash_makes_text_of_what_may_be_a_mark(typed: str, sent: str) -> None:
    text = read("a.story", [TextLine(0, typed, False)], known_names({}, {}))
    assert text.value == sent.strip()
