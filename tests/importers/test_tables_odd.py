"""Tables with odd rows, odd headers and odd times, in many languages; all sentences are our own."""

from __future__ import annotations

import pytest

from storyboard.config import Limits
from storyboard.exchange.importers import Draft, Refused, guess, load, read
from storyboard.exchange.importers._cells import Cell, read_cell
from storyboard.exchange.importers._table import columns_of
from storyboard.language import words
from tests.importers.reading import codes, drafted, imported, times


def markdown(*rows: str) -> str:
    """A Markdown table of rows whose cells stand between semicolons."""
    cells = [row.split(";") for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "---|" * len(cells[0]), *lines[1:], ""])


@pytest.mark.parametrize(
    ("last", "shot"),
    [
        ("4-end", None),
        ("4s-end", None),
        ("4–End", None),
        ("4秒-结束", None),
        ("4s+", None),
        ("final 5s", (4, 9)),
        ("TBD", None),
        ("", None),
        ("~3s", (4, 7)),
    ],
)
def test_one_odd_row_does_not_make_words_of_a_table(last: str, shot: tuple[float, float] | None) -> None:
    text = markdown("Time;Action", "0-2s;A rope.", "2-4s;A boat.", f"{last};The sea.")
    assert guess(text) == "markdown"
    assert times(text) == [[(0, 2), (2, 4), shot]]
    assert ("SB116" in codes(text)) == (last != "final 5s")


def test_an_open_end_is_the_duration_that_the_words_say() -> None:
    text = "**Duration:** 10s\n\n" + markdown("Time;Action", "0-2s;A rope.", "2-end;A boat.")
    assert times(text) == [[(0, 2), (2, 10)]]
    assert "SB116" not in codes(text)


def test_an_open_end_above_another_row_is_asked_about() -> None:
    text = markdown("Time;Action", "0-end;A rope.", "2-4s;A boat.")
    assert '// import?: "0-end" has no end, and this is not the last shot' in imported(text)


HEADERS = {
    "unit in brackets": ("#;Duration (s);Action", "1;2;A rope.", "2;3;A boat."),
    "unit in full-width brackets": ("镜号;时长（秒）;画面内容", "1;2;绳子", "2;3;船"),
    "thousandths": ("id;start_ms;end_ms;prompt", "1;0;2000;A rope.", "2;2000;5000;A boat."),
    "minutes": ("id;Length (min);Visual", "1;0.03333333;A rope.", "2;0.05;A boat."),
    "camel case": ("shotNumber;startTime;endTime;imagePrompt", "1;0;2;A rope.", "2;2;5;A boat."),
    "japanese": ("カット;タイムコード;画;動き", "1;0:00-0:02;ロープ;寄る", "2;0:02-0:05;船;引く"),
    "two in one": ("Time / Shot;Visual / Action", "0-2s;A rope.", "2-5s;A boat."),
    "head noun": ("Shot Number;Shot Duration;Main Action", "1;2s;A rope.", "2;3s;A boat."),
    "emphasis and emoji": ("**#**;⏱ **Time**;🎬 Visual", "1;0-2s;A rope.", "2;2-5s;A boat."),
    "german": ("Nr.;Dauer (Sek.);Bildinhalt", "1;2;Ein Seil.", "2;3;Ein Boot."),
    "russian": ("№;Время;Описание", "1;с 0 до 2 сек;Верёвка.", "2;с 2 до 5 сек;Лодка."),
    "starts": ("Timecode In;Timecode Out;Action", "00:00:00:00;00:00:02:00;A rope.", "00:00:02:00;00:00:05:00;A boat."),
    "start and length": ("Start;Dur;Action", "0;2;A rope.", "2;3;A boat."),
    "no unit": ("Time;Action", "0-2;A rope.", "2-5;A boat."),
    "decimal commas": ("Zeit;Bild", "0,0-2,0 s;Ein Seil.", "2,0–5,0 s;Ein Boot."),
    "full width": ("时间;画面", "０－２秒;绳子", "第2秒到第5秒;船"),
    "arrows": ("Time;Action", "00:00:00,000 --> 00:00:02,000;A rope.", "2s → 5s;A boat."),
    "both": ("Time;Action", "0-2s (2s);A rope.", "3s: 2-5s;A boat."),
    "unnamed": ("Was;Wann genau;Wo", "Seil;0-2s;Ein Kai im langen Regen.", "Boot;2-5s;Ein Kai im Nebel."),
    "a mark in a cell": ("Scene;Description", "Scene 1 (0-2s);A rope.", "Scene 2 (2-5s);A boat."),
}


@pytest.mark.parametrize("name", HEADERS)
def test_columns_are_read_by_their_roles(name: str) -> None:
    text = markdown(*HEADERS[name])
    assert guess(text) == "markdown"
    assert times(text) == [[(0, 2), (2, 5)]]
    assert "SB116" not in codes(text)


@pytest.mark.parametrize("name", HEADERS)
def test_no_cell_is_lost(name: str) -> None:
    text, story = markdown(*HEADERS[name]), imported(markdown(*HEADERS[name]))
    assert [
        cell
        for cell in ("rope", "boat", "绳子", "船", "ロープ", "寄る", "Seil", "Boot", "Kai")
        if cell in text and cell not in story
    ] == []


def test_frames_without_a_rate_are_asked_about() -> None:
    text = "shot,start frame,end frame,action\n1,0,48,A rope.\n2,48,120,A boat.\n"
    assert times(text) == [[None, None]]
    assert '// import?: "0-48" counts frames: how many of them are a second?' in imported(text)


def test_numbers_too_large_for_seconds_are_asked_about() -> None:
    text = "start,end,action\n0,2500,A rope.\n2500,5000,A boat.\n"
    assert times(text) == [[(0, 2.5), (2.5, 5)]]
    assert "// import?: the times have no unit: is 5000 a number of milliseconds?" in imported(text)


def test_a_range_of_lengths_is_no_time() -> None:
    text = markdown("#;Duration;Visual", "1;2-3s;A rope.", "2;3-4s;A boat.")
    assert times(text) == [[None, None]]
    assert '// import?: which time does "2-3s" mean?' in imported(text)


def test_a_range_and_a_length_that_disagree_are_asked_about() -> None:
    text = markdown("Time;Duration;Visual", "0-2s;3s;A rope.", "2-5s;3s;A boat.")
    assert "// import?: this shot's range lasts 2 s, its length says 3: which is right?" in imported(text)


@pytest.mark.parametrize(("total", "note"), [("5s", True), ("9s", False)])
def test_a_row_that_adds_up_the_lengths_is_no_shot(total: str, note: bool) -> None:
    text = markdown("#;时长;画面", "1;2s;绳子", "2;3s;船", f"总计;{total};")
    assert ("// import: the last row, a total of 5 s, is no shot" in imported(text)) == note
    assert len(times(text)[0]) == (2 if note else 3)


def test_a_cell_beyond_the_header_is_kept_and_asked_about() -> None:
    story = imported("time,action\n0-2s,A rope, wet\n2-5s,A boat.\n")
    assert '// import?: "wet" stands beyond the header\'s last column: does it belong here?\n' in story
    assert "Shot 1 [0-2s] A rope\n  wet\n" in story


def test_a_picture_and_a_note_are_not_sent() -> None:
    story = imported("shot,time,action,image,notes\n1,0-2s,A rope.,boards/01.png,ask\n2,2-5s,A boat.,boards/02.jpg,\n")
    assert "picture: boards/01.png" in story
    assert "Shot 1 [0-2s] A rope." in story.splitlines()
    assert "  // notes: ask" in story.splitlines()
    assert '// import: the column "notes" is kept as comments, which are not sent' in story
    for shot in drafted("shot,time,action,image\n1,0-2s,A rope.,boards/01.png\n2,2-5s,A boat.,b.png\n").clips[0].shots:
        assert [line.text for line in shot.lines if not line.key and not line.aside][1:] == []


def test_a_picture_that_a_table_shows_is_the_shots_own() -> None:
    story = imported(markdown("#;Time;Action;Frame", "1;0-2s;A rope.;![rope](boards/01.png)", "2;2-5s;A boat.;"))
    assert story == "Shot 1 [0-2s] A rope.\n  picture: boards/01.png\nShot 2 [2-5s] A boat.\n"


def test_a_column_in_another_language_keeps_its_word() -> None:
    story = imported("Nr;Zeit;Aktion;Bild\n1;0-2s;Ein Seil.;boards/01.png\n2;2-5s;Ein Boot.;boards/02.jpg\n")
    assert story == "Shot 1 [0-2s] Ein Seil.\n  Bild: boards/01.png\nShot 2 [2-5s] Ein Boot.\n  Bild: boards/02.jpg\n"


def test_a_picture_at_an_address_is_kept_and_not_sent() -> None:
    story = imported("shot,time,action,image\n1,0-2s,A rope.,https://example.com/a.png\n2,2-5s,A boat.,b.png\n")
    assert "  // picture: https://example.com/a.png\n" in story
    assert "  picture: b.png\n" in story


def test_a_column_of_pictures_that_holds_words_is_the_action() -> None:
    text = markdown("#;Time;Image", "1;0-2s;A rope.", "2;2-5s;A boat.")
    assert "Shot 1 [0-2s] A rope." in imported(text).splitlines()


def test_a_table_on_its_side_is_read() -> None:
    text = markdown(";Shot 1;Shot 2", "Time;0-2s;2-5s", "Action;A rope.;A boat.", "Camera;low;high")
    assert imported(text) == "Shot 1 [0-2s] A rope.\n  camera: low\nShot 2 [2-5s] A boat.\n  camera: high\n"


@pytest.mark.parametrize(
    ("cells", "asked", "shots"),
    [
        (("0:00", "0:03"), "how long is this one?", [(0, 3), None]),
        (("0:05", "0:10"), 'the first shot starts at "0:05"', [(5, 10), None]),
        (("2s", "5s"), 'is "2s" how long this shot is, or when it ends?', [(0, 2), (2, 7)]),
        (("3s", "2s"), "", [(0, 3), (3, 5)]),
    ],
)
def test_single_times_are_starts_or_lengths_and_asked_about(
    cells: tuple[str, str], asked: str, shots: list[tuple[float, float] | None]
) -> None:
    text = markdown("Time;Action", f"{cells[0]};A rope.", f"{cells[1]};A boat.")
    assert times(text) == [shots]
    assert ("SB116" in codes(text)) == bool(asked)
    assert asked in imported(text)


def test_csv_without_a_known_header_is_read_by_its_ranges() -> None:
    text = "Was,Wann genau,Wo\nSeil,0-2s,Ein Kai im langen Regen.\nBoot,2-5s,Ein Kai im Nebel.\n"
    assert guess(text) == "csv"
    assert times(text) == [[(0, 2), (2, 5)]]


def test_ends_alone_and_a_line_for_the_spreadsheet_are_read() -> None:
    assert times("sep=;\nshot;end;action\n1;2;A rope.\n2;5;A boat.\n") == [[(0, 2), (2, 5)]]


def test_a_speaker_without_a_line_is_kept() -> None:
    assert (
        "  Character: Oda"
        in imported(markdown("Time;Character;Action", "0-2s;Oda;A rope.", "2-5s;;A boat.")).splitlines()
    )


def test_a_table_without_a_header_is_read() -> None:
    text = "| 1 | 0-2s | A rope. |\n| 2 | 2-5s | A boat. |\n| 3 | 5-7s | The sea. |\n"
    assert imported(text).splitlines() == ["Shot 1 [0-2s] A rope.", "Shot 2 [2-5s] A boat.", "Shot 3 [5-7s] The sea."]
    assert times("1\t0-2s\tA rope.\n2\t2-5s\tA boat.\n") == [[(0, 2), (2, 5)]]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("0-3s", Cell(start=0, end=3000)),
        ("0 :00–0:03", Cell(start=0, end=3000, clock=True)),
        ("de 0 a 3 segundos", Cell(start=0, end=3000)),
        ("00:00:00:00-00:00:03:00", Cell(start=0, end=3000, clock=True)),
        ("00:00:00:00-00:00:03:12", Cell(frames=True)),
        ("30-end", Cell(start=30_000, open=True, bare=True)),
        ("last 5 seconds", Cell(alone=5000, long=True)),
        ("1.5 min", Cell(alone=90_000)),
        ("500-1500ms", Cell(start=500, end=1500)),
        ("4s (0-3s)", None),
        ("0-3s a lamp", None),
        ("dawn", None),
        ("-", None),
        ("1 " + " " * 99 + "-", None),
    ],
)
def test_a_cell_tells_a_time_or_nothing(text: str, cell: Cell | None) -> None:
    assert read_cell(text) == cell


def test_a_header_with_two_meanings_takes_the_one_its_cells_bear_out() -> None:
    assert columns_of(["Scene", "Time"], [["1", "0-2s"], ["2", "2-5s"]]).roles == ("numbers_of", "times")
    assert columns_of(["Scene", "Time"], [["A quay", "0-2s"], ["A boat", "2-5s"]]).roles == ("actions", "times")
    assert columns_of(["Time", "Place"], [["dawn", "a quay"], ["noon", "a boat"]]).roles[0] == ""


@pytest.mark.parametrize("text", ["\r围", "a\rb,c\n1,2\n", '"', "\n\n\n", "|", "|---|"])
def test_no_text_makes_a_table_s_reader_fail(text: str) -> None:
    guess(text)
    for form in ("csv", "markdown"):
        assert isinstance(load(form).read(text), Refused)


def test_a_table_with_too_many_cells_is_refused() -> None:
    text = "time,action\n" + "0-2s,A rope.\n" * 100_001
    assert read(text, "csv", Limits(lines=200_000, numbers=200_000)) == Refused("it has more than 200,000 cells")


@pytest.mark.parametrize(
    "text",
    [
        "Szene 1 (0-3s): Ein Seil, grau\nSzene 2 (3-5s): Ein Boot, blau, alt\nSzene 3 (5-9s): Das Meer\n",
        "0-3s: a rope, low camera\n3-5s: a boat, high camera\n",
        "A quay, vorher/nachher Bild, Zeit\n0-3s: a rope, a knot, a bell\n3-5s: a boat\n5-9s: the sea\n",
    ],
)
def test_prose_with_commas_is_no_csv(text: str) -> None:
    assert guess(text) == "prompt"


@pytest.mark.parametrize("language", words.by_language("actions"))
def test_every_word_of_the_table_is_read_as_its_role(language: str) -> None:
    for action in words.by_language("actions")[language]:
        for role, cells in (("times", ("0-2s", "2-5s")), ("lengths", ("2", "3"))):
            for word in words.by_language(role).get(language, ()):
                for text in (
                    markdown(f"{word.title()};{action}", f"{cells[0]};A rope.", f"{cells[1]};A boat."),
                    f'{{"shots": [{{"{word}": "{cells[0]}", "{action}": "A rope."}}, {{"{word}": "{cells[1]}", "{action}": "A boat."}}]}}',
                ):
                    draft = read(text)
                    assert isinstance(draft, Draft), text
                    shots = [(shot.start, shot.end, shot.length) for shot in draft.clips[0].shots]
                    assert shots in ([(0, 2000, None), (2000, 5000, None)], [(None, None, 2000), (None, None, 3000)]), (
                        text
                    )
                    assert [[line.text for line in shot.lines] for shot in draft.clips[0].shots] == [
                        ["A rope."],
                        ["A boat."],
                    ]


@pytest.mark.parametrize(
    "language", [language for language in words.by_language("seconds") if language in words.by_language("to")]
)
def test_every_unit_and_every_word_between_is_read(language: str) -> None:
    for unit in words.by_language("seconds")[language]:
        for text in (
            f"0-3 {unit}",
            f"0{unit} – 3{unit}",
            *(f"0 {to} 3 {unit}" for to in words.by_language("to")[language]),
        ):
            cell = read_cell(text)
            assert cell is not None, text
            assert (cell.start, cell.end, cell.bare) == (0, 3000, False), text
