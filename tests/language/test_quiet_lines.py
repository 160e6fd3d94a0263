"""Lines whose numbers count things: no close look finds a time in them, alone or among others of their kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.language import reading, words
from storyboard.language.reading.quiet import is_quiet

ROLES = (
    "shots",
    "weak",
    "to",
    "from",
    "seconds",
    "minutes",
    "frames",
    "times",
    "counting",
    "initials",
    "ends",
    "lengths",
)
TELLING = [word for word in words.of(*ROLES) if word.isascii()]
PROSE = [
    "lamp",
    "Lamp",
    "the",
    "a",
    "of",
    "men",
    "is",
    "lit",
    "by",
    "woman",
    "snapshot",
    "at",
    "street",
    "Anna",
    "rain",
]
NUMBERS = ["1", "3", "16", "21", "1950", "0", "03", "0:03", "3.5", "3-5", "12345", "123456", "③", "３"]


def close_look(lines: list[str]) -> bool:
    return any(map(reading.may_hold_marks, lines)) or reading.columned("\n".join(lines))


a_word = st.one_of(st.sampled_from(PROSE), st.sampled_from(PROSE), st.sampled_from(TELLING))
a_sign = st.sampled_from([" ", " ", " ", " ", " ", " ", ", ", ". ", ": ", " - ", " (", "-", "'"])
a_dress = st.lists(st.tuples(a_word, a_sign), min_size=1, max_size=3).map(lambda parts: "".join(map("".join, parts)))
an_end = st.lists(st.tuples(a_sign, a_word), min_size=0, max_size=5).map(lambda parts: "".join(map("".join, parts)))


@settings(max_examples=400, deadline=None)
@given(
    a_dress,
    an_end,
    st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=2),
    st.sampled_from(["", " s", "s", " min"]),
)
def test_no_close_look_finds_a_time_in_a_quiet_line(dress: str, end: str, numbers: list[str], unit: str) -> None:
    line = "".join(f"{dress}{number}{unit}{end}" for number in numbers)
    if is_quiet(line):
        assert not close_look([line]), line


@settings(max_examples=300, deadline=None)
@given(a_dress, an_end, st.sampled_from([(0, 3, 5), (1, 2, 3), (3, 5, 10), (5, 5, 5), (3, 2, 4)]))
def test_no_close_look_finds_a_column_in_quiet_lines(dress: str, end: str, numbers: tuple[int, ...]) -> None:
    lines = [f"{dress}{number}{end}" for number in numbers]
    lines += [f"{dress}{first}{end} {last}{end}" for first, last in zip((0, *numbers), numbers, strict=False)]
    quiet = [line for line in lines if is_quiet(line)]
    assert not close_look(quiet), quiet


@pytest.mark.parametrize(
    ("line", "quiet"),
    [
        ("Lamp 16 is lit by a woman in the rain.", True),
        ("A man of sixty passes 12 men who stand and 30 women who sit there.", True),
        ("Snapshot 16 is lit by a woman", False),
        ("Lamp 3 seconds later goes out", False),
        ("Lamp 3 goes out", False),
        ("Lamp (about 3 men who stand)", False),
        ("Until 3 men come in there", False),
        ("The lamp ③ is lit by a woman", False),
        ("Lamp 3 is lit at 5 by a woman who", False),
    ],
)
def test_a_line_is_quiet_where_its_numbers_count_things(line: str, quiet: bool) -> None:
    assert is_quiet(line) is quiet
