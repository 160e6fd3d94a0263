"""The film on paper, as a reader of PDFs sees it: its pages, its words, and nothing that the words make it do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from storyboard.cli import run

Captured = pytest.CaptureFixture[str]
HOSTILE = '#pagebreak() #read("/etc/passwd") $x$ *b* _i_ `c` @ref <a> \\u{41} // no /* no */ [x] = y'
TEN = "".join(f"Shot {n} [{n - 1}-{n}s] Picture {n} of this clip.\n" for n in range(1, 11))
STORY = f"""\
title: #let x = {{}} <b>
language: en
cast: {{ODA: a clockmaker}}
Grey film.
# One {HOSTILE}
Shot 1 [0-4s, #x $t$] {HOSTILE}
  camera: {HOSTILE}
  ODA (V.O., low): "{HOSTILE}"
Shot 2 [4-5s] A lamp. 你好
  picture: lamp.png

# שלום
{TEN}---
Fade out.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "a.story").write_text(STORY, encoding="utf-8")
    Image.new("RGB", (64, 36), (200, 30, 30)).save(tmp_path / "lamp.png")
    return tmp_path


def pages(path: Path) -> list[tuple[int, int, str]]:
    """The width, height and words of each page of a document."""
    document = pypdfium2.PdfDocument(path)
    try:
        sizes = [(round(page.get_width()), round(page.get_height())) for page in document]
        words = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()
    return [(wide, high, text) for (wide, high), text in zip(sizes, words, strict=True)]


def test_a_document_has_board_and_lists_and_the_words_are_words(folder: Path, capsys: Captured) -> None:
    assert run(["export", "--format", "pdf", "a.story", "-o", "a.pdf"]) == 0
    document = pages(folder / "a.pdf")
    assert [(wide, high) for wide, high, _ in document] == [(595, 842)] * len(document)
    board, more, shots, dialogue = (text for _, _, text in document)
    assert "Storyboard 1 / 4" in board
    assert "Storyboard 2 / 4" in more
    assert "Picture 10 of this clip. Fade out." in more
    assert "Shot list 3 / 4" in shots
    assert "Dialogue list 4 / 4" in dialogue
    for text in (board, shots, dialogue):
        assert "#let x = {} <b>" in text
    for words in ('#read("/etc/passwd") $x$ *b* _i_ `c`', "// no /* no */"):
        assert words in shots
        assert words in dialogue
    assert "00:00:04:00" in shots
    assert "Fade out." in shots
    assert "root:" not in "".join(text for _, _, text in document)
    red = pypdfium2.PdfDocument(folder / "a.pdf")
    colours = red[0].render(scale=0.3).to_pil().convert("RGB").getcolors(1 << 20)
    red.close()
    assert any(r > 180 and g < 60 and b < 60 for _, (r, g, b) in colours or [])  # the writer's own picture
    assert run(["export", "--format", "pdf", "a.story", "-o", "b.pdf"]) == 0
    assert (folder / "b.pdf").read_bytes() == (folder / "a.pdf").read_bytes()


@pytest.mark.parametrize(("count", "boards"), [(6, 2), (9, 2), (12, 1)])
@pytest.mark.parametrize("across", [False, True])
def test_a_page_of_the_board_holds_six_nine_or_twelve_shots(
    folder: Path, count: int, boards: int, across: bool
) -> None:
    words = ["--pages", "board", "--per-page", str(count), "--paper", "letter", *(["--landscape"] if across else [])]
    assert run(["export", "--format", "pdf", *words, "a.story", "-o", "a.pdf"]) == 0
    document = pages(folder / "a.pdf")
    assert [(wide, high) for wide, high, _ in document] == [(792, 612) if across else (612, 792)] * boards
    last = {6: 4, 9: 7, 12: 10}[count]  # of the second clip, on the first page
    assert f"Picture {last} of" in document[0][2]
    assert f"Picture {last + 1} of" not in document[0][2]


def test_what_does_not_fit_says_where_it_stands(folder: Path) -> None:
    (folder / "a.story").write_text("Shot 1 [0-5s] " + "All of these words are on the list. " * 60 + "Last.\n")
    assert run(["export", "--format", "pdf", "--per-page", "12", "a.story", "-o", "a.pdf"]) == 0
    board, shots, _ = (text for _, _, text in pages(folder / "a.pdf"))
    assert "… more in the shot list" in board
    assert shots.count("All of these words are on the list.") == 60
    assert "Last." in shots


def test_a_variant_is_printed_with_its_own_words_and_shape(folder: Path) -> None:
    (folder / "a.story").write_text(
        "title: Tea\nvars: {cry: Hot!}\nvariants:\n  tall: {size: 720*1280, vars: {cry: Heiss!}}\n"
        'Shot 1 [0-5s] A cup.\n  ANNA: "{{ cry }}"\n'
    )
    words = ["--pages", "dialogue", "--variant", "all"]
    assert run(["export", "--format", "pdf", *words, "a.story", "-o", "a.pdf"]) == 0
    assert ["Hot!" in text for _, _, text in pages(folder / "a.pdf")] == [True, False]
    assert ["Heiss!" in text for _, _, text in pages(folder / "a.pdf")] == [False, True]


def test_mistakes_of_the_options_are_said(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert run(["export", "--format", "csv", "--per-page", "9", "a.story"]) == 2
    assert "`--per-page` is for `--format pdf`" in capsys.readouterr().err
    assert run(["export", "--format", "pdf", "--pages", "board,list", "a.story"]) == 2
    assert "`list` is none of board, shots, dialogue" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "typst", None)
    assert run(["export", "--format", "pdf", "a.story", "-o", "a.pdf"]) == 2
    assert "error: a PDF needs the extra `pdf`: " in capsys.readouterr().err
    assert not (folder / "a.pdf").exists()


def test_csv_has_a_byte_order_mark_unless_told_otherwise(folder: Path) -> None:
    assert run(["export", "--format", "csv", "a.story", "-o", "a.csv"]) == 0
    assert (folder / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfclip,shot,")
    assert b"\r\n" in (folder / "a.csv").read_bytes()
    assert run(["export", "--format", "csv", "--no-bom", "a.story", "-o", "b.csv"]) == 0
    assert b"\xef\xbb\xbf" + (folder / "b.csv").read_bytes() == (folder / "a.csv").read_bytes()


def test_the_line_of_the_head_stands_below_its_letters(folder: Path) -> None:
    (folder / "g.story").write_text("title: gypsy\n\nShot 1 [0-5s] A lamp.\n")
    assert run(["export", "--format", "pdf", "--pages", "shots", "g.story", "-o", "g.pdf"]) == 0
    document: Any = pypdfium2.PdfDocument(folder / "g.pdf")
    try:
        text = document[0].get_textpage()
        feet = min(text.get_charbox(place)[1] for place in range(len("gypsy")))
        boxes = [thing.get_bounds() for thing in document[0].get_objects()]
    finally:
        document.close()
    uppermost = max(top for left, bottom, right, top in boxes if right - left > 300 and top - bottom < 5)
    assert uppermost < feet


@pytest.mark.parametrize("size", ["1280*720", "720*1280"])
def test_a_title_on_the_board_keeps_to_one_line(folder: Path, size: str) -> None:
    title = " ".join(["xoxo"] * 30)
    (folder / "g.story").write_text(f"title: A\nsize: {size}\n\n# {title}\nShot 1 [0-5s] A lamp.\n# B\nA hand.\n")
    assert run(["export", "--format", "pdf", "--pages", "board", "--per-page", "12", "g.story", "-o", "g.pdf"]) == 0
    document: Any = pypdfium2.PdfDocument(folder / "g.pdf")
    try:
        text = document[0].get_textpage()
        letters = [place for place, letter in enumerate(text.get_text_range()) if letter == "x"]
        feet = {round(text.get_charbox(place)[1]) for place in letters}
    finally:
        document.close()
    assert 4 < len(letters) < 60
    assert len(feet) == 1


def test_letters_that_no_font_draws_are_named(folder: Path, capsys: Captured) -> None:
    (folder / "g.story").write_text("Shot 1 [0-5s] A lamp \U0010fffd → é e\u0301 \u05d0.\n", encoding="utf-8")
    assert run(["export", "--format", "pdf", "g.story", "-o", "g.pdf"]) == 0
    said = capsys.readouterr().err
    assert said.startswith("warning: no font here draws `\U0010fffd` (U+10FFFD): install a font for them")
    assert run(["export", "--format", "pdf", "--quiet", "g.story", "-o", "g.pdf"]) == 0
    assert not capsys.readouterr().err


def test_lists_hold_more_shots_than_a_board(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:  # fmt: skip
    monkeypatch.setattr("storyboard.production.panels.MOST", 11)
    assert run(["export", "--format", "pdf", "a.story", "-o", "a.pdf"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "the board of a PDF holds 11 shots, and these are 12: name clips by `--only`, or print the lists" in said
    assert run(["export", "--format", "pdf", "--pages", "shots,dialogue", "a.story", "-o", "a.pdf"]) == 0
    assert "Picture 10 of this clip." in pages(folder / "a.pdf")[0][2]


def test_the_parts_of_a_clip_that_was_cut_are_told_apart(folder: Path) -> None:
    shots = "".join(f"Shot {n} [{6 * n - 6}-{6 * n}s] Picture {n}.\n" for n in range(1, 5))
    (folder / "g.story").write_text(f"split: auto\n# Tide\n{shots}# End\nShot 1 [0-5s] A lamp.\n")
    assert run(["export", "--format", "pdf", "g.story", "-o", "g.pdf"]) == 0
    board, shot_list, _ = (text for _, _, text in pages(folder / "g.pdf"))
    assert "Tide (2)" in board
    assert "Tide (2)" in shot_list
    assert run(["board", "g.story"]) == 0
    assert "Tide (2)" in (folder / "build/g.board.html").read_text()


def test_pages_say_what_they_are_in_the_language_of_the_story(folder: Path) -> None:
    (folder / "g.story").write_text(
        "language: de\n\n# Eins\nduration: 5\nShot 1 [0-5s, Licht] Eine Lampe.\n# Zwei\nduration: 5\nShot 1 [0-5s] Ein Hof.\n"
    )
    assert run(["export", "--format", "pdf", "g.story", "-o", "g.pdf"]) == 0
    board, shots, dialogue = (text for _, _, text in pages(folder / "g.pdf"))
    assert "2 Clips" in board
    assert "Eins · Licht" in board  # the title of a shot behind that of the clip which it begins
    for words in ("Einstellungsliste", "Nr.", "Länge", "Kamera, Licht, Ton"):
        assert words in shots
    assert "Niemand spricht." in dialogue
