"""The clips of a film belong together: the same people, one clock, one count, and a dissolve from clip to clip."""

from __future__ import annotations

from pathlib import Path

import av
import msgspec
import pytest

from storyboard.film.animatic import Card, Reel, SpokenLine, continued, make
from storyboard.film.animatic.motion import picture_of
from storyboard.film.staging.look import looks
from storyboard.film.staging.plan import Person

MAN, WOMAN = frozenset({"man"}), frozenset({"woman"})


def clip(*cards: Card, index: int = 1, unused: int = 0, part: int = 0) -> Reel:
    return Reel("Film", "", index, 3, 320, 192, 3000, 2000, cards, language="en", unused=unused, part=part)


def shot(action: str = "", speaker: str = "", transition: str = "", person: Person | None = None) -> Card:
    dialogue = (SpokenLine(speaker, "", "Yes."),) if speaker else ()
    people = (person,) if person else ()
    return Card(1, 0, 2000, action=action, dialogue=dialogue, transition=transition, people=people)


def film(*cards: Card) -> list[Reel]:
    return list(continued([clip(card, index=place) for place, card in enumerate(cards, 1)]))


def traits(reels: list[Reel]) -> list[list[frozenset[str]]]:
    return [[figure.traits for figure in reel.figures[0]] for reel in reels]


def test_a_speaker_outside_the_cast_looks_the_same_before_a_later_clip_has_told_it() -> None:
    first, second = film(shot(speaker="KEEPER"), shot("The keeper, a man with a beard.", speaker="KEEPER"))
    assert traits([first, second]) == [[frozenset({"man", "beard"})]] * 2
    assert first.figures == second.figures


def test_what_the_first_shot_says_of_a_speaker_stays() -> None:
    assert traits(film(shot("A man.", speaker="KIM"), shot("She waits for KIM.", speaker="KIM"))) == [[MAN]] * 2


def test_a_pronoun_goes_back_to_the_clip_before_only_where_there_is_no_cast() -> None:
    told = shot("A woman with a ponytail opens the door.")
    again = shot("She turns.")
    with_tail = frozenset({"woman", "tail"})
    assert traits(film(told, again)) == [[with_tail], [with_tail]]
    mia = shot("MIA waits.", person=Person("MIA", "a woman with a ponytail"))
    assert traits(film(mia, again)) == [[with_tail], [WOMAN]]


@pytest.mark.parametrize(("unused", "begun"), [(0, 2000), (1000, 3000), (400, 2400)])
def test_the_clock_of_a_clip_goes_on_where_the_clip_before_ends(unused: int, begun: int) -> None:
    reels = list(continued([clip(shot(), unused=unused), clip(shot(), index=2)]))
    assert [reel.begun for reel in reels] == [0, begun]


def test_a_clip_that_is_paid_for_lasts_as_long_as_it_is_paid_for() -> None:
    assert [reel.begun for reel in continued([clip(shot()), clip(shot(), index=2)], {1})] == [0, 3000]


def test_the_title_of_the_first_clip_sums_up_the_film() -> None:
    first, second = film(shot(), shot())
    assert first.whole is not None
    assert (first.whole.shots, first.whole.length) == (2, 4000)
    assert second.whole is None


def test_shots_of_a_clip_that_was_split_are_counted_through() -> None:
    two = (Card(1, 0, 1000), Card(2, 1000, 2000))
    reels = [clip(*two, part=1), clip(*two, index=2, part=2), clip(*two, index=3)]
    numbers = [([card.number for card in reel.cards], reel.shots) for reel in continued(reels)]
    assert numbers == [([1, 2], 4), ([3, 4], 4), ([1, 2], 2)]


@pytest.mark.parametrize(
    ("unused", "filmed", "transition", "comes"),
    [
        (0, (), "dissolve", True),
        (0, (), "cut", False),
        (0, (), "fade to black", False),
        (500, (), "dissolve", False),
        (0, (1,), "dissolve", False),
    ],
)
def test_a_clip_comes_out_of_the_last_picture_before_it(
    unused: int, filmed: tuple[int, ...], transition: str, comes: bool
) -> None:
    reels = [clip(shot(), unused=unused), clip(shot(transition=transition), index=2)]
    _, second = continued(reels, filmed)
    assert (second.before is not None) is comes


@pytest.mark.parametrize("moving", [True, False])
def test_a_dissolve_between_clips_begins_with_the_picture_before(tmp_path: Path, moving: bool) -> None:
    # Places, over which no slate stands that would be there or not.
    snow, night = shot("A street in snow, a white morning."), shot("A street, a black night.", transition="dissolve")
    first, second = film(snow, night)
    assert second.before is not None
    out = [greys(tmp_path / "1.mp4", reel, moving) for reel in (first, second)]
    hard = greys(tmp_path / "2.mp4", msgspec.structs.replace(second, before=None), moving)
    last, begin, end = out[0][47], out[1][0], out[1][47]
    assert last > end + 20
    assert abs(begin - last) < (last - end) * 0.3
    assert abs(hard[0] - end) < 8
    middle = out[1][8]
    assert end + (last - end) * 0.2 < middle < end + (last - end) * 0.8


def greys(path: Path, reel: Reel, moving: bool) -> dict[int, float]:
    """The mean grey of what is seen of the picture on each frame."""
    make(msgspec.structs.replace(reel, index=2), path, moving=moving, speak=False)
    seen: dict[int, float] = {}
    with av.open(str(path)) as video:
        for frame in video.decode(video=0):
            assert frame.time is not None
            plane = picture_of(frame.reformat(format="gray").planes[0]).crop((0, 55, 320, 95))
            seen[round(frame.time * 24)] = plane.resize((1, 1)).tobytes()[0]
    return {at: seen[max(number for number in seen if number <= at)] for at in range(48)}


def test_a_clip_that_goes_on_begins_at_the_hour_and_the_place_at_which_the_one_before_ended() -> None:
    kitchen = "A kitchen."
    clips = [
        msgspec.structs.replace(clip(*cards, index=index, part=part), overview=kitchen, title=title)
        for index, (title, part, cards) in enumerate(
            [
                ("One", 0, [shot("She cooks."), shot("Night.")]),
                ("Two", 0, [shot("She waits.")]),
                ("The garden", 0, [shot("She waits.")]),
                ("Four", 1, [shot("A beach at golden hour.")]),
                ("Four", 2, [shot("She waits.")]),
            ],
            1,
        )
    ]
    seen = [(look.place, look.hour) for reel in continued(clips) for look in looks(reel)]
    assert seen[2:] == [("room", "night"), ("garden", ""), ("sea", "golden"), ("sea", "golden")]
