"""The cards of a board: what they show is what the animatic shows, and no words of a story become markup."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from storyboard.board import scenery
from storyboard.board.cards import ShotCard, cards, reels
from storyboard.board.svg import Markup, element, legible, line, shape
from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film.animatic.plate import PAINTED
from storyboard.film.staging.look import MOODS
from storyboard.film.staging.places import PLACES
from storyboard.film.staging.plan import Card, Reel, SpokenLine
from storyboard.film.staging.words import MOVES, meanings
from storyboard.source import DiskFiles

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    *("circle", "clipPath", "defs", "ellipse", "g", "linearGradient", "path", "radialGradient"),
    *("rect", "stop", "svg", "text", "title", "use"),
}


def drawn(*shots: Card, width: int = 1280, height: int = 720, overview: str = "", film: str = "Film") -> list[ShotCard]:
    last = max(shot.end for shot in shots)
    return cards(Reel(film, "Title", 1, 2, width, height, last, last, shots, overview=overview))


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def of_sample(name: str) -> Iterator[ShotCard]:
    compiled = compile_story(DiskFiles(ROOT / "samples"), name, Config())
    assert compiled.story is not None
    for reel in reels(compiled.clips, compiled.story.title, compiled.story.cast):
        yield from cards(reel)


def test_words_stay_words_wherever_they_stand() -> None:
    evil = "</text></svg><script>alert(1)</script>&amp; \" onload='x' ]]> <!-- \u202e\x1b[0m\x00"
    (card,) = drawn(
        Card(
            *(1, 0, 3000, evil, evil, evil, evil, evil, evil, evil),
            dialogue=(SpokenLine(evil, evil, evil),),
        ),
        film=evil,
        overview=evil,
    )
    root = ElementTree.fromstring(card.svg)  # which refuses control characters and what is not shut
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= DRAWN
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on") or name == "style"]
    said = "".join(texts(card.svg)).replace(" ", "")
    assert said.count("</text></svg><script>alert(1)</script>&amp;\"onload='x']]><!--[0m") == 9
    assert "\u202e" not in card.svg


def test_an_attribute_is_escaped_as_words_are() -> None:
    assert element("a", "<b>", Markup("<i/>"), class_='"><x', font_size=1.25, none=None) == (
        '<a class="&quot;&gt;&lt;x" font-size="1.2">&lt;b&gt;<i/></a>'
    )
    assert legible("a\u2066b\x07c\ud800") == "abc"


def test_outlines_of_both_directions_fill_what_they_cover_and_points_too_near_are_left_out() -> None:
    box = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert shape(box) == "M0 0l10 0 0 10 -10 0z"
    assert shape(box[::-1]) == "M0 0l10 0 0 10 -10 0z"
    assert line([(0, 0), (0.2, 0.2), (0.3, 0.3), (5, 5)]) == "M0 0l5 5"


def test_the_card_says_what_the_shot_says() -> None:
    (card,) = drawn(
        Card(
            *(3, 2500, 6000, "Hook", "Close-up of a woman at night.", "pan left", "", "rain", "", "hard cut"),
            dialogue=(SpokenLine("ANNA", "whispers", "Now."),),
        )
    )
    said = texts(card.svg)
    assert said == [
        *("3", "CLIP 1 OF 2 · SHOT 3 OF 1", "2.5–6 s  ·  3.5 s", "Hook", "Close-up of a woman at night."),
        *("ANNA (whispers)", "“Now.”", "CAMERA", "pan left", "SOUND", "rain", "TRANSITION", "hard cut"),
    ]
    assert (card.clip, card.number, card.start, card.end) == (1, 3, 2500, 6000)


def test_a_long_text_is_whole_and_stays_inside() -> None:
    words = "word " * 300 + "x" * 400
    (card,) = drawn(Card(1, 0, 3000, action=words))
    root = ElementTree.fromstring(card.svg)
    ink = [node for node in root.iter(f"{SVG}text") if node.get("class") == "ink"]
    rows = [node for node in ink if (node.text or "")[:1] in "wx"]
    assert "".join(node.text or "" for node in rows).replace(" ", "") == words.replace(" ", "")
    assert max(float(node.get("y", "0")) for node in rows) < float(root.get("height", "0"))
    assert max(len(node.text or "") for node in rows) < 110


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (960, 960)], ids=str)
def test_every_place_mood_size_and_move_is_drawn(size: tuple[int, int]) -> None:
    built = {name for name, place in PLACES.items() if place.built is not None}
    assert set(scenery.DRAWN) == set(PAINTED) == set(PLACES) - built | {"above", "backdrop"}
    first = {role: [words[0].rstrip("*") for words in meanings(role, "en").values()] for role in ("places", "moods")}
    near = [words[0].rstrip("*") for words in meanings("sizes", "en").values()]
    moves = [words[0].rstrip("*") for words in meanings("moves", "en").values()]
    count = max(len(near), len(moves), len(first["places"]), len(MOODS))
    shots = [
        Card(
            *(at + 1, at * 1000, at * 1000 + 1000),
            action=f"{near[at % len(near)]} of a man and a woman in the {first['places'][at % len(first['places'])]}, "
            f"{first['moods'][at % len(first['moods'])]}, rain, snow, sparks, fog",
            camera=moves[at % len(moves)],
        )
        for at in range(count)
    ]
    shots += [Card(count + 1, count * 1000, count * 1000 + 1000, action="A silver spoon taps the shell.")]
    wide, high = size
    for card in drawn(*shots, width=wide, height=high):
        assert {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(card.svg).iter()} <= DRAWN
        assert "nan" not in card.svg
        assert len(card.svg) < 40_000
    assert set(meanings("moves", "en")) <= set(MOVES)


def test_from_above_a_beach_has_no_tiles() -> None:
    paths = [
        drawn(Card(1, 0, 3000, action=f"Top shot: a woman {where}."))[0].svg.count("<path")
        for where in ("in the street", "on the beach")
    ]
    assert paths[0] == paths[1] + 1


@pytest.mark.parametrize(("weather", "hidden"), [("", 0), (", rain", 1), (", fog", 1)])
def test_rain_and_fog_hide_the_moon(weather: str, hidden: int) -> None:
    (card,) = drawn(Card(1, 0, 3000, action=f"A harbour at night{weather}."))
    assert card.svg.count("<circle") == 1 - hidden


def test_no_snow_falls_in_a_room() -> None:
    room, snow, outside = (
        drawn(Card(1, 0, 3000, action=action))[0].svg.count('stroke="#f4f8ff"')
        for action in ("A kitchen.", "A kitchen in the snow.", "A street in the snow.")
    )
    assert room == snow < outside


def test_arrows_show_the_move_that_is_named_and_no_other() -> None:
    still, left = (drawn(Card(1, 0, 3000, action="A hand.", camera=camera))[0].svg for camera in ("static", "pan left"))
    amber = 'stroke="#f5be50"'
    assert (still.count(amber), left.count(amber)) == (0, 1)


def test_names_inside_a_card_are_those_of_no_other_card() -> None:
    names = [
        {node.get("id") for node in ElementTree.fromstring(card.svg).iter() if node.get("id")}
        for card in of_sample("platform.story")
    ]
    assert sum(map(len, names)) == len(set().union(*names)) > 40


def test_cards_are_the_same_in_every_run_and_need_no_package_for_pictures() -> None:
    code = (
        "import sys, hashlib; from tests.board.test_cards import of_sample; seen = hashlib.sha256()\n"
        "for card in of_sample('platform.story'): seen.update(card.svg.encode())\n"
        "print(seen.hexdigest())"
    )
    alone = (
        "import sys; import storyboard.board.cards; "
        "print([name for name in sys.modules if name.partition('.')[0] in ('av', 'PIL', 'requests', 'sqlite3', 'click')])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != ""
    done = subprocess.run([sys.executable, "-c", alone], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_closing_text_stands_below_the_last_shot() -> None:
    shots = Card(1, 0, 2000, "A lamp."), Card(2, 2000, 5000, "It goes out.")
    first, last = cards(Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, shots, closing="“Good night.” Fade to white."))
    plain = drawn(*shots)[1]
    assert "Good night." in texts(last.svg)
    assert "Good night." not in texts(first.svg)
    assert 'fill="#fff"' in last.svg
    assert height(last) > height(plain)


def height(card: ShotCard) -> float:
    return float(ElementTree.fromstring(card.svg).attrib["height"])
