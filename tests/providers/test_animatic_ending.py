"""What a closing text asks for: a direction is played, what is to be read has a card, and what is seen is told."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from PIL import ImageStat

from storyboard.film.animatic.make import make
from storyboard.film.animatic.motion import picture_of
from storyboard.film.animatic.timeline import close_of, stretches
from storyboard.film.cuts import survey
from storyboard.film.probe import probe
from storyboard.film.staging.ending import ClipEnding, ended, ending_of
from storyboard.film.staging.plan import Card, Reel


@pytest.mark.parametrize(
    ("closing", "ending"),
    [
        ("The robot arm droops. Cut to black.", ClipEnding(action="The robot arm droops.", into="black", sudden=True)),
        ("Fade to black. Logo.", ClipEnding(title="Logo", into="black")),
        ("Fade to white.", ClipEnding(into="white")),
        ("Abblende.", ClipEnding(into="black")),
        ("« Fin. » Fondu au noir.", ClipEnding("Fin.", into="black")),
        ("Fundido a negro.", ClipEnding(into="black")),
        ("Coupe au noir.", ClipEnding(into="black", sudden=True)),
        ("画面切黑。", ClipEnding(into="black", sudden=True)),
        ("淡出。", ClipEnding(into="black")),
        ('The sign reads: "Stay. Always." Smash cut to black.', ClipEnding("Stay. Always.", into="black", sudden=True)),
        ("Title: The End", ClipEnding("The End")),
        ("Salt & Sons, since 1921", ClipEnding("Salt & Sons, since 1921")),
        ("Stay. ELLE\nHe goes.", ClipEnding("Stay.\nELLE", "He goes.")),
        ("A man in black walks away. The light fades on her face.", ClipEnding(
            action="A man in black walks away. The light fades on her face."
        )),
        ("We hold until the sound of rain fades out and dies.", ClipEnding(
            action="We hold until the sound of rain fades out and dies."
        )),
        ("", ClipEnding()),
        ("No subtitles, no captions, no logos.", ClipEnding()),
        ("Do not add any on-screen text or watermarks. Logo.", ClipEnding("Logo")),
        ("Keine Untertitel, kein Logo", ClipEnding()),
        ("Sans sous-titres, sans texte.", ClipEnding()),
        ("Sin subtítulos ni logos.", ClipEnding()),
        ("Без субтитров и логотипов.", ClipEnding()),
        ("不要字幕，不要水印。", ClipEnding()),
        ("字幕なし。", ClipEnding()),
        ("Without a sound she leaves.", ClipEnding(action="Without a sound she leaves.")),
        ("No more war", ClipEnding("No more war")),
    ],
)  # fmt: skip
def test_a_closing_text_is_told_apart(closing: str, ending: ClipEnding) -> None:
    assert ending_of(closing) == ending


def test_what_is_seen_at_the_end_is_among_the_words_of_the_last_shot() -> None:
    reel = Reel(
        "Film", "", 1, 1, 320, 192, 2000, 2000, (Card(1, 0, 1000, action="A."), Card(2, 1000, 2000, action="B."))
    )
    assert [card.action for card in ended(reel, ending_of("He goes. Cut to black."))] == ["A.", "B.\nHe goes."]
    assert ended(reel, ending_of("Cut to black.")) == reel.cards


@pytest.mark.parametrize("moving", [True, False])
@pytest.mark.parametrize(
    ("closing", "transition", "dark", "dim"),
    [
        ("Cut to black.", "", 62, 60),
        ("Fade to black.", "", 63, 56),
        ("", "cut to black", 71, 68),
        ("He goes.", "", 0, 0),
    ],
)
def test_a_direction_is_played_and_is_no_cut(
    tmp_path: Path, moving: bool, closing: str, transition: str, dark: int, dim: int
) -> None:
    cards = (
        Card(1, 0, 1000, action="A wide street at noon, blue sky."),
        Card(2, 1000, 3000, action="A room, a window.", transition=transition),
    )
    path = tmp_path / "clip.mp4"
    make(Reel("", "", 2, 2, 640, 384, 3000, 3000, cards, closing=closing), path, speak=False, moving=moving)
    with av.open(str(path)) as film:
        light = {
            round(frame.time * 24): ImageStat.Stat(picture_of(frame.planes[0]).crop((0, 60, 640, 160))).extrema[0][1]
            for frame in film.decode(video=0)
        }
    shown = [light[max(at for at in light if at <= number)] for number in range(72)]
    assert shown[40] > 120
    if dark:
        assert max(shown[dark:]) < 40 < shown[dim - 1]
    else:
        assert shown[71] > 120
    assert [change.frame for change in survey(path, probe(path)).changes if not change.weak] == [24]


def test_the_name_on_a_slate_goes_before_the_words_of_the_end_come() -> None:
    close = close_of(ending_of("Tin & Thread"), 24)
    shares = [
        (passage.leaving, share)
        for passage in stretches([0, 72], [1], 24, True, titled=False, close=close, named=True)
        for share in (passage.title if passage.closing else ())
    ]
    going, coming = ([share for leaving, share in shares if leaving is kind] for kind in (True, False))
    assert shares == [*((True, share) for share in going), *((False, share) for share in coming)]
    assert (going[0], going[-1], coming[-1]) == (0.75, 0, 1)
    assert going == sorted(going, reverse=True)
    assert coming == sorted(coming)


@pytest.mark.parametrize("moving", [True, False])
def test_a_slate_goes_and_is_no_cut(tmp_path: Path, moving: bool) -> None:
    cards = (Card(1, 0, 1000, action="A wide street at noon."), Card(2, 1000, 4000, action="Close-up of a tin."))
    path = tmp_path / "clip.mp4"
    make(Reel("", "", 2, 2, 640, 384, 4000, 4000, cards, closing="Tin & Thread"), path, speak=False, moving=moving)
    with av.open(str(path)) as film:
        assert [change.frame for change in survey(path, probe(path)).changes if not change.weak] == [24]
        middle = {
            round(frame.time * 24): ImageStat.Stat(picture_of(frame.planes[0]).crop((230, 90, 410, 200))).stddev[0]
            for frame in film.decode(video=0)
        }
    at = [middle[max(number for number in middle if number <= frame)] for frame in range(96)]
    close = 96 - 36  # half of the shot
    assert min(at[close : close + 8]) < min(at[close - 8], at[-1])
