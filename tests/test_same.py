"""The tool that compares two programs: what it takes out of outputs, what it finds, and what it passes over."""

from __future__ import annotations

import pytest

from tools.same.comparing import Difference, differences, expected, normal, page
from tools.same.scenes import formats

PLACES = {"/tmp/x/old": "<root>", "/tmp/x/old/venv": "<venv>"}


def cleaned(text: str) -> str:
    return normal({"a": text.encode()}, PLACES)["a"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("http://127.0.0.1:43447/v1", "http://127.0.0.1:<port>/v1"),
        ("sent  2026-11-26 17:15:10 UTC", "sent  <time> UTC"),
        ('"at": "2026-11-26T17:15:09.959Z"', '"at": "<time>"'),
        ("as `b46638a78636ce484cb5feb58c489326`", "as `<request>`"),
        ("in /tmp/x/old/venv/lib, in /tmp/x/old/a", "in <venv>/lib, in <root>/a"),
        ('"id": "71h1i4wd3g" and 71h1i4wd3g', '"id": "<attempt>" and <attempt>'),
    ],
)
def test_what_is_random_is_taken_out(text: str, clean: str) -> None:
    assert cleaned(text) == clean


@pytest.mark.parametrize(
    "text", ["checked 2026-08-19", "0:03-0:05", f"sha256 {'a1' * 32}", "seed 1869338691", '"id": "no id"', "storyboard"]
)
def test_what_is_not_random_stays(text: str) -> None:
    assert cleaned(text) == text


def test_an_id_is_known_in_all_outputs() -> None:
    outputs = {"list": b'"attempt": "71h1i4wd3g"', "stderr": b"`storyc ledger show 71h1i4wd3g`"}
    assert normal(outputs, {})["stderr"] == "`storyc ledger show <attempt>`"


def test_other_bytes_are_compared_by_their_hash() -> None:
    one, two = (normal({"film": bytes([255, last])}, {})["film"] for last in (1, 2))
    assert one.startswith("2 bytes, sha256 ")
    assert one != two


def test_each_kind_of_difference_is_found() -> None:
    old = {"a": "same", "b": "one\ntwo\n", "c": "gone", "e": "line\n"}
    new = {"a": "same", "b": "one\n2\n", "d": "new", "e": "line"}
    listed = differences(old, new)
    assert [difference.name for difference in listed] == ["b", "c", "d", "e"]
    assert listed[0].lines[-2:] == ("-two", "+2")
    assert listed[1].lines == ("only OLD writes this",)
    assert listed[2].lines == ("only NEW writes this",)
    assert all(difference.lines for difference in listed)


def test_the_page_is_grouped_and_short() -> None:
    listed = [Difference(f"check {number}", ("-a", "+b", "-c")) for number in range(3)] + [Difference("fmt a", ("+",))]
    assert list(page(listed, most=1, shown=2)) == [
        "== check: 3 differ", "check 0", "    -a", "    +b", "    ... and 1 lines more", "... and 2 more of `check`",
        "== fmt: 1 differ", "fmt a", "    +",
    ]  # fmt: skip


def test_expected_differences_have_a_reason() -> None:
    (row,) = expected("# the reword of SB201\n\n^check .*: stdout$ # SB201 is worded anew\n")
    assert row.pattern.search("check --format json bad (corpus): stdout")
    assert row.reason == "SB201 is worded anew"
    with pytest.raises(ValueError, match="no reason"):
        expected("^check\n")


def test_formats_are_those_of_the_help() -> None:
    helps = {("check", "--help"): "--format [text|json|\n    junit]", ("ledger", "list", "--help"): "--format [json]"}
    assert formats(lambda *words: helps[words], "check --variant all") == ["text", "json", "junit"]
    assert formats(lambda *words: helps[words], "ledger list --sum") == ["json"]
