"""The lists of a film as spreadsheets read them: every column, right letters, and no cell that reckons."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pyexcel
from python_calamine import CalamineWorkbook

from storyboard.exchange.columns import COLUMNS
from storyboard.exchange.exporters import load, load_binary
from storyboard.exchange.importing import imported
from storyboard.exchange.lists import speeches
from storyboard.records.api import Imported
from tests.importers.reading import compiled

STORY = """\
---
title: Übung
cast:
  ODA:
    look: =a clockmaker
    voice: +low
    old: -grey
---
A grey film.
# Größe
takes: 2
Shot 1 [0-4s, knot] =1+1 Äpfel for @ODA.
  camera: @SUM(A1)
  ODA (V.O., low): "Fast."
Shot 2 [4-9.5s] https://example.org is seen.
---
Fade out.
# Zwei
Tiny rain.
Shot 1 [0-5s] -1
  ODA/old: "+1"
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_all_that_a_set_asks_for() -> None:
    text = load("csv").render(compiled(STORY))
    first, second, third = rows(text)
    assert first == {
        "clip": "1", "shot": "1", "film_shot": "1", "start": "0", "end": "4", "length": "4", "film_start": "0",
        "film_end": "4", "timecode": "00:00:00:00", "clip_title": "Größe", "title": "knot",
        "text": "'=1+1 Äpfel for ODA.", "camera": "'@SUM(A1)", "light": "", "sound": "", "music": "", "transition": "",
        "dialogue": 'ODA (V.O., low): "Fast."', "picture": "", "people": "ODA", "overview": "A grey film.",
        "closing": "Fade out.", "clip_length": "10", "size": "1280*720", "takes": "2", "price_usd": "2.5",
        "file": "a/01-größe.mp4",
    }  # fmt: skip
    assert (second["film_shot"], second["timecode"], second["film_end"], second["price_usd"]) == (
        "2",
        "00:00:04:00",
        "9.5",
        "",
    )
    assert (third["film_shot"], third["timecode"], third["overview"]) == (
        "3",
        "00:00:10:00",
        "A grey film.\n\nTiny rain.",
    )
    assert text.count("\r\n") == 4
    assert "\n" not in text.replace("\r\n", "").replace("film.\n\nTiny", "")
    sheet = pyexcel.get_sheet(file_type="csv", file_content=text, auto_detect_float=False, auto_detect_int=False)
    assert [list(row) for row in sheet.to_array()] == [list(COLUMNS), *(list(row.values()) for row in rows(text))]


def test_csv_comes_back_as_the_same_film() -> None:
    text = load("csv").render(compiled(STORY))
    for typed in (text, "\ufeff" + text):
        story = imported(typed)
        assert isinstance(story, Imported)
        assert (story.questions, story.notes) == (0, ())
        again = rows(load("csv").render(compiled(story.text)))
        # Who is in the cast, and in which state, no list of shots says.
        assert [row | {"people": ""} for row in again] == [row | {"people": ""} for row in rows(text)]


def test_a_column_of_that_name_in_another_list_is_kept() -> None:
    story = imported("shot,start,end,text,size,overview\n1,0,3,A lamp.,wide,seen from afar\n2,3,5,A hand.,close,\n")
    assert isinstance(story, Imported)
    assert "wide" in story.text
    assert "seen from afar" in story.text


def test_a_workbook_is_read_by_two_readers_and_reckons_nothing() -> None:
    binary = load_binary("xlsx")
    assert binary is not None
    data = binary.render(compiled(STORY))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Shots", "Dialogue", "Cast"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"n", "s"}
    assert not any(cell.hyperlink for cell in cells)
    shots = [[cell.value for cell in row] for row in book["Shots"].iter_rows()]
    assert shots[0] == list(COLUMNS)
    assert shots[1][:12] == [1, 1, 1, 0, 4, 4, 0, 4, "00:00:00:00", "Größe", "knot", "=1+1 Äpfel for ODA."]
    assert shots[2][6:9] == [4, 9.5, "00:00:04:00"]
    assert [[cell.value for cell in row][2:] for row in book["Dialogue"].iter_rows(min_row=2)] == [
        [1, 0, 0.7, "00:00:00:00", "ODA", "V.O., low", "Fast."],
        [1, 10, 10.7, "00:00:10:00", "ODA", None, "+1"],
    ]
    assert [[cell.value for cell in row] for row in book["Cast"].iter_rows(min_row=2)] == [
        ["ODA", None, "=a clockmaker", "+low"],
        ["ODA", "old", "-grey", None],
    ]
    other = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in book:
        theirs = other.get_sheet_by_name(sheet.title).to_python()
        assert theirs == [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
    # Nothing of it says when it was made, and no part of it is a formula.
    assert binary.render(compiled(STORY)) == data
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not any(b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name) for name in parts.namelist())


def test_the_same_words_in_two_manners_keep_each_its_own() -> None:
    text = 'Shot 1 [0-3s] A lamp.\n  ODA (V.O.): "Yes."\nShot 2 [3-6s] A hand.\n  ODA (loud): "Yes."\n'
    assert [(row.film_number, row.manner) for row in speeches(compiled(text))] == [(1, "V.O."), (2, "loud")]
