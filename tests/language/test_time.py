"""The section on time: lengths, gaps, durations, inclusive seconds, inner plans, minutes and frames."""

from __future__ import annotations

import pytest

from storyboard.diagnostics import Level, Safety
from tests.compiling import codes, compiled, prompt, times


def errors(text: str) -> list[str]:
    return [each.code for each in compiled(text).diagnostics if each.level is Level.ERROR]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shot 1 [2s] a\nShot 2 [3s] b", ["0-2", "2-5"]),
        ("Shot 1 [0-2s] a\nShot 2 [3s] b", ["0-2", "2-5"]),
        ("Shot 1 [2s] a\nShot 2 [2-5s] b", ["0-2", "2-5"]),
        ("Shot 1 [2.5s] a\nShot 2 [2.5s] b", ["0-2.5", "2.5-5"]),
        ("duration: 10\nShot 1: a\nShot 2: b\nShot 3: c", ["0-3", "3-6", "6-10"]),
        ("duration: 5\nShot 1: a\nShot 2: b", ["0-2", "2-5"]),
        ("duration: 10\nShot 1 [0-4s] a\nShot 2: b\nShot 3: c", ["0-4", "4-7", "7-10"]),
        ("Shot 1 [0-2s] a\nShot 2: b\nShot 3 [5-10s] c", ["0-2", "2-5", "5-10"]),
        ("Shot 1: a\nShot 2 [3-5s] b", ["0-3", "3-5"]),
        ("Shot 1: a\nShot 2: b\nShot 3 [4.5-10s] c", ["0-2", "2-4.5", "4.5-10"]),
        ("duration: 15\nShot 1: a\nShot 2 [5-8s] b\nShot 3: c\nShot 4: d", ["0-5", "5-8", "8-11", "11-15"]),
        ("duration: 10\nShot 1 [4s] a\nShot 2: b\nShot 3: c", ["0-4", "4-7", "7-10"]),
        ("duration: 10\nShot 1: a\nShot 2 [4s] b\nShot 3: c", ["0-3", "3-7", "7-10"]),
        ("Shot 1 [0:00-0:03] a\nShot 2 [0:03-0:05] b", ["0-3", "3-5"]),
        ("Shot 1 [0-0.1s] a\nShot 2 [0.1-0.3s] b\nShot 3 [0.3-5s] c", ["0-0.1", "0.1-0.3", "0.3-5"]),
    ],
)
def test_times(text: str, expected: list[str]) -> None:
    assert times(compiled(text).clips[0]) == expected
    assert errors(text) == []


def test_shares_of_a_gap_are_a_notice_and_one_shot_in_it_is_none() -> None:
    assert codes(compiled("duration: 10\nShot 1: a\nShot 2: b\nShot 3: c")) == ["SB210"]
    assert codes(compiled("duration: 5\nShot 1 [0-2s] a\nShot 2: b")) == []


def test_each_gap_is_shared_on_its_own() -> None:
    made = compiled("duration: 15\nShot 1: a\nShot 2: b\nShot 3 [4-6s] c\nShot 4: d\nShot 5: e")
    assert times(made.clips[0]) == ["0-2", "2-4", "4-6", "6-10", "10-15"]
    assert codes(made) == ["SB210", "SB210"]


@pytest.mark.parametrize(
    "text",
    [
        "Shot 1: a\nShot 2: b",
        "duration: auto\nShot 1: a\nShot 2: b",
        "duration: auto\nShot 1 [0-3s] a\nShot 2: b",
        "duration: 5\n" + "\n".join(f"Shot {n}: a" for n in range(1, 7)),
        "Shot 1 [0-3s] a\nShot 2: b\nShot 3 [3-5s] c",
        "Shot 1 [0-3s] a\nShot 2: b\nShot 3: c\nShot 4 [4-5s] d",
    ],
)
def test_shots_that_no_time_is_left_for(text: str) -> None:
    made = compiled(text)
    assert "SB209" in codes(made)
    assert not made.requests


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Shot 1 [1-5s] a", "SB203"),
        ("Shot 1 [0-3s] a\nShot 2 [4-5s] b", "SB202"),
        ("Shot 1 [0-3s] a\nShot 2 [2-5s] b", "SB201"),
        ("Shot 1 [0-3s] a\nShot 2 [3-3s] b", "SB204"),
        ("Shot 1 [0-3s] a\nShot 2 [5-3s] b", "SB204"),
        ("duration: 5\nShot 1 [0-3s] a\nShot 2 [3-8s] b", "SB205"),
        ("Shot 1 [0-8s] a\nShot 2 [8-16s] b", "SB302"),
        ("duration: 7\nShot 1 [0-5s] a", "SB301"),
        ("Shot 1 [0-3s] a\nShot 2 [0-2s] b", "SB201"),
    ],
)
def test_each_breach_is_one_error(text: str, code: str) -> None:
    assert errors(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Shot 1 [1-5s] a",
        "Shot 1 [0-3s] a\nShot 2 [4-5s] b",
        "Shot 1 [0-3s] a\nShot 2 [2-5s] b",
        "duration: 5\nShot 1 [0-3s] a\nShot 2 [3-8s] b",
    ],
)
def test_a_time_error_draws_a_ruler(text: str) -> None:
    (finding,) = [each.finding for each in compiled(text).diagnostics if each.level is Level.ERROR]
    assert finding.ruler is not None
    assert finding.help


@pytest.mark.parametrize("text", ["Shot 1 [0-3s] a\nShot 2 [4-5s] b", "Shot 1 [0-3s] a\nShot 2 [2-5s] b"])
def test_a_time_error_points_at_both_shots(text: str) -> None:
    (finding,) = [each.finding for each in compiled(text).diagnostics if each.level is Level.ERROR]
    places = [finding.span, *(note.span for note in finding.related)]
    assert {text.count("\n", 0, place.start) for place in places} == {0, 1}


@pytest.mark.parametrize(("end", "duration"), [(1, 5), (4.999, 5), (5, 5), (5.001, 10), (10, 10), (10.5, 15), (15, 15)])
def test_automatic_duration_is_the_smallest_that_holds_the_shots(end: float, duration: int) -> None:
    for head in ("", "duration: auto\n"):
        assert compiled(f"{head}Shot 1 [0-{end}s] a").clips[0].duration == duration * 1000


def test_seconds_paid_for_and_not_planned_are_a_warning_with_their_cost() -> None:
    made = compiled("duration: 10\nShot 1 [0-3s] a\nShot 2 [3-6s] b")
    (found,) = [each for each in made.diagnostics if each.code == "SB206"]
    assert found.level is Level.WARNING
    assert "0.5 USD" in found.finding.message
    assert found.finding.fix is not None
    assert found.finding.fix.safety is Safety.UNSAFE
    assert made.requests[0].fields["duration"] == 10


@pytest.mark.parametrize(
    ("text", "inclusive"),
    [
        ("Shot 1 [0-3s] a\nShot 2 [4-8s] b\nShot 3 [9-12s] c\nShot 4 [13-15s] d", True),
        ("Shot 1 [1-3s] a\nShot 2 [4-8s] b\nShot 3 [9-10s] c", True),
        ("Shot 1 [0-3s] a\nShot 2 [4-8s] b", False),
        ("Shot 1 [0-3s] a\nShot 2 [4-8s] b\nShot 3 [8-10s] c", False),
        ("Shot 1 [0-3s] a\nShot 2 [5-8s] b\nShot 3 [9-10s] c", False),
    ],
)
def test_inclusive_seconds(text: str, inclusive: bool) -> None:
    assert errors(text) == (["SB207"] if inclusive else ["SB202"] * errors(text).count("SB202"))
    if inclusive:
        (finding,) = [each.finding for each in compiled(text).diagnostics if each.code == "SB207"]
        assert finding.fix is not None
        assert finding.fix.safety is Safety.UNSAFE
        mended = text
        for edit in sorted(finding.fix.edits, key=lambda edit: -edit.span.start):
            mended = mended[: edit.span.start] + edit.text + mended[edit.span.end :]
        clip = compiled(mended).clips[0]
        assert clip.sound
        assert [shot.end for shot in clip.shots] == [shot.end for shot in compiled(text).clips[0].shots]


def test_an_inner_plan_under_outer_beats() -> None:
    made = compiled("HOOK (0-3s):\nPlan 1 (0-3s) a\nSTORY (3-10s):\nPlan 2 (3-6s) b\nPlan 3 (6-10s) c")
    assert times(made.clips[0]) == ["0-3", "3-6", "6-10"]
    assert set(codes(made)) == {"SB216"}
    sent = prompt(made)
    assert "HOOK" not in sent
    assert "STORY" not in sent


@pytest.mark.parametrize(
    "text",
    [
        "Shot 1 [0:00-3:00] a",
        "Shot 1 [0:00-3:00] a\nShot 2 [3:00-5:00] b",
        "Shot 1 [0-90f] a",
        "Shot 1 [0-2 minutes] a",
    ],
)
def test_seconds_and_frames_and_minutes_are_never_guessed(text: str) -> None:
    made = compiled(text)
    assert "SB208" in codes(made)
    assert "SB302" not in codes(made)
    assert not made.requests


def test_a_clock_of_minutes_and_seconds() -> None:
    assert times(compiled("Shot 1 [0:00-1:05] a").clips[0]) == ["0-65"]


def test_short_shots_and_parts_of_seconds_are_warnings() -> None:
    assert codes(compiled("Shot 1 [0-1s] a\nShot 2 [1-5s] b")) == ["SB211"]
    assert set(codes(compiled("Shot 1 [0-2.5s] a\nShot 2 [2.5-5s] b"))) == {"SB212"}


def test_no_time_is_changed_silently() -> None:
    made = compiled("Shot 1 [0-2.5s] a\nShot 2 [2.5-5s] b")
    assert prompt(made) == "Shot 1 [0-2.5s] a\nShot 2 [2.5-5s] b"
