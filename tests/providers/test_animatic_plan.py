"""From a clip that is laid out to the reel that is drawn."""

from __future__ import annotations

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film.staging.look import looks
from storyboard.film.staging.plan import Person, Reel, reel
from storyboard.source import MemoryFiles


def reels(text: str) -> list[Reel]:
    made = compile_story(MemoryFiles({"film.story": text}), "film.story", Config())
    cast = made.story.cast if made.story is not None else {}
    return [reel(clip, film="Film", count=len(made.clips), cast=cast) for clip in made.clips]


def test_cards_have_the_shots_words_and_times() -> None:
    (made,) = reels(
        'Warm light.\n\nShot 1 [0-2s] A hand.\n  camera: push in\nShot 2 [2-5s] A face.\n  ANNA (low): "Go."\n'
    )
    assert (made.width, made.height, made.duration, made.planned) == (1280, 720, 5000, 5000)
    assert [(card.number, card.start, card.end, card.action) for card in made.cards] == [
        (1, 0, 2000, "A hand."),
        (2, 2000, 5000, "A face."),
    ]
    assert made.cards[0].camera == "push in"
    assert [(line.name, line.manner, line.text) for line in made.cards[1].dialogue] == [("ANNA", "low", "Go.")]
    assert made.overview == "Warm light."
    assert made.language in ("", "en")


def test_what_is_paid_but_not_planned_is_kept_apart() -> None:
    (made,) = reels("duration: 10\nShot 1 [0-2s] A hand.\nShot 2 [2-8s] A face.\n")
    assert (made.duration, made.planned) == (10_000, 8000)


def test_a_faulty_clip_can_be_looked_at_too() -> None:
    (made,) = reels("duration: 10\nShot 1 [0-4s] A hand.\nShot 2 [3-8s] A face.\n")
    assert [(card.start, card.end) for card in made.cards] == [(0, 5000), (5000, 10_000)]


def test_the_cast_and_the_language_come_along() -> None:
    (made,) = reels("---\nlanguage: zh\ncast:\n  阿禾: 十岁男孩\n---\n镜头1 [0-5秒] @阿禾跑下石阶。\n")
    assert made.language == "zh"
    assert made.cards[0].people == (Person("阿禾", "十岁男孩"),)


def test_a_speaker_who_is_not_seen_is_no_person_in_the_picture() -> None:
    (made,) = reels('Shot 1 [0-2s] A lamp.\n  ANNA (voz en off): "Ya."\nShot 2 [2-5s] A door.\n  ANNA (low): "Go."\n')
    assert [[line.unseen for line in card.dialogue] for card in made.cards] == [[True], [False]]
    assert [len(look.figures) for look in looks(made)] == [0, 1]


def test_a_clip_begins_where_and_when_its_heading_says() -> None:
    overview = "A ferry on a northern sound by day.\n"
    shots = "Shot 1 [0-2s] A woman leans forward.\nShot 2 [2-5s] On the beach she runs.\n"
    seen = [
        [(look.place, look.hour) for look in looks(made)]
        for made in reels(f"{overview}# The wheelhouse\n{shots}# INT. KITCHEN - NIGHT\n{shots}# Years later\n{shots}")
    ]
    assert seen == [
        [("wheelhouse", "day"), ("sea", "day")],
        [("room", "night"), ("sea", "night")],
        [("sea", "day"), ("sea", "day")],
    ]
