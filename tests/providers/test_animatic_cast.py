"""The people of the free film: who is in a shot, and that each looks as the story says, wherever they are seen."""

from __future__ import annotations

import zlib

import msgspec
import pytest
from PIL import ImageChops, ImageStat

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film.animatic.plate import draw_plate
from storyboard.film.staging.cast import Figure, figures, person_of
from storyboard.film.staging.continuity import continued
from storyboard.film.staging.facial import lips
from storyboard.film.staging.look import language_for, looks
from storyboard.film.staging.outline import PIGMENTS
from storyboard.film.staging.plan import Person, reel
from storyboard.film.staging.silhouette import build_of, bust, face
from storyboard.film.staging.stage import Stand, dyed, stands
from storyboard.film.staging.traits import traits_of
from storyboard.source import MemoryFiles

CAST = """---
cast:
  PAUL: a man of seventy, bald
  LENA:
    look: a nurse of forty with a long ponytail
    old: white hair under a hat
  ELLE: a woman with cropped black hair
---
"""


def seen(text: str) -> list[list[tuple[Figure, ...]]]:
    """The people of each shot, clip by clip."""
    compiled = compile_story(MemoryFiles({"film.story": text}), "film.story", Config())
    assert compiled.story is not None
    reels = [reel(clip, film="Film", count=2, cast=compiled.story.cast) for clip in compiled.clips]
    return [list(people) for people in figures(reels, [language_for(clip) for clip in reels])]


def hair(figure: Figure) -> str:
    return build_of(figure.traits, figure.face).hair


def test_the_cast_looks_as_described_in_every_shot_of_every_clip() -> None:
    one, two = seen(
        CAST
        + "# One\nShot 1 [0-2s] @PAUL looks at her.\nShot 2 [2-4s] @PAUL waits.\nShot 3 [4-5s] Close on @LENA.\n"
        + "# Two\nShot 1 [0-2s] @ELLE turns her head.\nShot 2 [2-5s] Paul waits, a woman passes.\n"
    )
    assert one[0] == one[1] == two[1]
    assert [hair(figure) for (figure,) in (*one, *two)] == ["bald", "bald", "tail", "short", "bald"]
    assert "woman" in two[0][0].traits
    assert "man" in one[0][0].traits


def test_a_state_changes_what_it_names_and_no_face() -> None:
    ((young, old),) = seen(CAST + "Shot 1 [0-2s] @LENA waits.\nShot 2 [2-5s] @LENA/old waits.\n")
    assert young[0].face == old[0].face
    assert (hair(young[0]), hair(old[0])) == ("tail", "hat")


def test_a_bald_head_a_cropped_one_and_a_beard_show_different_faces() -> None:
    bald, cropped, bearded = (
        [down for _, down in face(0, 0, 1, build_of(frozenset({"man", *traits}), 1))]
        for traits in (("bald",), ("short",), ("short", "beard"))
    )
    assert min(bald) < 0.1 < 0.25 < min(cropped) == min(bearded)
    assert max(bearded) < 0.85 < max(cropped) == max(bald)


@pytest.mark.parametrize(
    "line", ['NARRATOR: "Stay."', 'PAUL (V.O.): "Stay."', 'ELLE (V.O., whispering): "Stay."', 'SPRECHER (Off): "Halt."']
)
def test_a_voice_without_a_body_draws_nobody(line: str) -> None:
    assert seen(CAST + f"Shot 1 [0-5s] An empty bottle on black stone, macro.\n  {line}\n") == [[()]]


def test_two_who_talk_are_two() -> None:
    ((both,),) = seen(CAST + 'Shot 1 [0-5s] @LENA leans over @PAUL.\n  PAUL: "No."\n')
    assert [hair(figure) for figure in both] == ["tail", "bald"]


@pytest.mark.parametrize(
    "shot",
    ["The two of them wait.", "Les deux attendent.", "Los dos esperan.", 'Die beiden warten.\n  PAUL: "Na?"'],
)
def test_both_are_the_two_who_were_seen_last(shot: str) -> None:
    ((first, second), (two,)) = seen(
        CAST + f"# One\nShot 1 [0-2s] @ELLE waits.\nShot 2 [2-5s] @PAUL and @LENA.\n# Two\nShot 1 [0-5s] {shot}\n"
    )
    assert set(two) == set(second)
    assert set(two).isdisjoint(first)


def test_a_pronoun_is_the_person_before_and_a_noun_is_another() -> None:
    ((lena, she, man, he),) = seen(
        CAST
        + "Shot 1 [0-2s] @LENA waits.\nShot 2 [2-3s] She turns.\nShot 3 [3-4s] A man comes in.\nShot 4 [4-5s] He waits.\n"
    )
    assert lena == she
    assert man != lena
    assert man == he
    assert "man" in man[0].traits


def test_a_pronoun_tells_the_sex_where_there_is_no_cast() -> None:
    ((she,),) = seen("Shot 1 [0-5s] She waits.\n")
    assert "woman" in she[0].traits


def test_a_name_that_is_a_word_in_lower_case_is_no_mention_of_the_cast() -> None:
    ((nobody, elle),) = seen(
        "---\nlanguage: fr\ncast:\n  BELLE: une femme chauve\n---\n"
        "Shot 1 [0-2s] Une belle bouteille sur la pierre.\nShot 2 [2-5s] Belle attend.\n"
    )
    assert nobody == ()
    assert hair(elle[0]) == "bald"


@pytest.mark.parametrize(
    ("language", "look", "traits"),
    [
        ("en", "a woman in a long coat with short grey hair", {"woman", "short"}),
        ("en", "a tall man, long wavy black hair, a beard", {"man", "curly", "beard"}),
        ("en", "a woman of twenty, dark hair loose, a short jacket", {"woman", "long"}),
        ("de", "ein Mann von siebzig, Glatze, Vollbart", {"man", "bald", "beard"}),
        ("fr", "une femme aux cheveux longs", {"woman", "long"}),
        ("es", "una mujer con el pelo corto", {"woman", "short"}),
        ("pt", "um homem careca", {"man", "bald"}),
        ("it", "una donna con i capelli corti", {"woman", "short"}),
        ("zh", "三十岁女人，短发", {"woman", "short"}),
        ("ja", "長い髪の女", {"woman", "long"}),
        ("ko", "대머리 남자", {"man", "bald"}),
        ("ru", "лысый мужчина с бородой", {"man", "bald", "beard"}),
        ("ar", "رجل أصلع", {"man", "bald"}),
        ("hi", "गंजा आदमी", {"man", "bald"}),
        ("nl", "een vrouw met kort haar", {"woman", "short"}),
        ("pl", "łysy mężczyzna z brodą", {"man", "bald", "beard"}),
        ("sv", "en kvinna med hästsvans", {"woman", "tail"}),
        ("tr", "uzun saçlı bir kadın", {"woman", "long"}),
        ("vi", "một người đàn ông hói", {"man", "bald"}),
        ("id", "pria botak berjanggut", {"man", "bald", "beard"}),
    ],
)
def test_a_look_is_read_in_its_language(language: str, look: str, traits: set[str]) -> None:
    assert traits <= traits_of(look, language)
    assert not traits_of(look, language) & ({"long", "short", "woman", "man"} - traits)


@pytest.mark.parametrize(
    ("language", "look", "colours"),
    [
        ("en", "a woman of seventy in a red coat, white hair in a bun", "red clothes, white hair"),
        ("en", "a man in a grey suit, short black hair, a beard", "grey clothes, black hair"),
        ("en", "an immaculate chef in white, his red beard trimmed to a point", "white clothes, red beard"),
        ("en", "a woman in a red scarf and yellow boots, blue eyes", ""),
        ("en", "a woman of thirty in a white lab coat, black bob", "white clothes, black hair"),
        ("en", "an old woman in a grey cardigan, white braid, glasses", "grey clothes, white hair"),
        ("en", "a girl of six in a pink tutu", "pink clothes"),
        ("en", "a lanky deckhand of nineteen in an orange oilskin", "orange clothes"),
        ("en", "a man in a grey coat and a red hat", "grey clothes, red headgear"),
        ("en", "a farmer in a straw hat and red checked shirt", "red clothes, yellow headgear"),
        ("en", "a cyclist in a yellow helmet and a green jersey", "green clothes, yellow headgear"),
        ("en", "a woman in a red beret, grey coat", "grey clothes, red headgear"),
        ("de", "eine Frau mit Strohhut und blauem Kleid", "blue clothes, yellow headgear"),
        ("it", "un uomo con un cappello di paglia", "yellow headgear"),
        ("en", "a woman in a dark blue coat, dark hair", "blue clothes, dark hair"),
        ("en", "a girl of seven with two blonde braids and red wellies", "yellow hair"),
        ("en", "a man with short hair and red shoes", ""),
        ("en", "a blond man with a long red ponytail", "red hair"),
        ("de", "eine rothaarige Frau in einem grünen Mantel", "green clothes, red hair"),
        ("de", "ein Mädchen mit zwei blonden Zöpfen und roten Gummistiefeln", "yellow hair"),
        ("fr", "un homme en noir, barbe blanche", "black clothes, white beard"),
        ("es", "una mujer de pelo blanco con un abrigo rojo", "red clothes, white hair"),
        ("pt", "uma mulher de casaco amarelo", "yellow clothes"),
        ("it", "una donna bionda in un vestito blu", "blue clothes, yellow hair"),
        ("zh", "穿粉红裙子的白发女人", "pink clothes, white hair"),
        ("zh", "十岁男孩，短发，蓝布衫，背着竹篓", "blue clothes"),
        ("ja", "赤いコートを着た白髪の女性", "red clothes, white hair"),
        ("ko", "빨간 코트를 입은 여자", "red clothes"),
        ("ru", "женщина в красном пальто, седые волосы", "red clothes, grey hair"),
        ("ar", "امرأة بمعطف أحمر", "red clothes"),
        ("hi", "लाल कोट में औरत", "red clothes"),
        ("nl", "een man in een groene jas", "green clothes"),
        ("pl", "kobieta w czerwonym płaszczu", "red clothes"),
        ("da", "en kvinde i rød frakke", "red clothes"),
        ("no", "en kvinne i rød kåpe", "red clothes"),
        ("tr", "kırmızı ceketli kadın", "red clothes"),
        ("he", "אישה במעיל אדום", "red clothes"),
        ("fa", "زن با پالتو قرمز", "red clothes"),
        ("th", "ผู้หญิงใส่เสื้อแดง", "red clothes"),
        ("vi", "cô gái áo đỏ tóc đen", "red clothes, black hair"),
    ],
)
def test_colours_are_of_what_they_stand_beside(language: str, look: str, colours: str) -> None:
    assert {name for name in traits_of(look, language) if " " in name} == set(filter(None, colours.split(", ")))


def test_a_state_has_clothes_of_its_own_and_the_hair_of_the_look() -> None:
    ((first, second, third),) = seen(
        "---\ncast:\n  MIA:\n    look: a woman with red hair in a blue coat\n    home: in a white robe\n"
        "    night: in pyjamas\n---\nShot 1 [0-2s] @MIA.\nShot 2 [2-4s] @MIA/home.\nShot 3 [4-5s] @MIA/night.\n"
    )
    colours = [dict(build_of(figure.traits, figure.face).colours) for (figure,) in (first, second, third)]
    assert [told.get("clothes") for told in colours] == ["blue", "white", None]
    assert colours[0]["hair"] == "red"


def test_a_state_of_another_age_has_neither_the_clothes_nor_the_grey_hair_of_the_look() -> None:
    (shots,) = seen(
        "---\ncast:\n  MARA:\n    look: a woman of sixty in a red coat, silver hair pinned up, a straw hat\n"
        "    young: a woman of twenty, dark hair loose\n    child: a girl of eight in a hessian sack\n"
        "    bun: her hair in a bun\n  OTTO:\n    look: a man of sixty with a white beard\n    boy: a boy of nine\n---\n"
        "Shot 1 [0-1s] @MARA.\nShot 2 [1-2s] @MARA/young.\nShot 3 [2-3s] @MARA/child.\nShot 4 [3-4s] @MARA/bun.\n"
        "Shot 5 [4-5s] @OTTO/boy.\n"
    )
    old, young, child, bun, boy = (figure.traits for (figure,) in shots)
    assert {"grey hair", "red clothes", "hat"} <= old & bun
    assert not (young | child) & {"grey hair", "red clothes", "clothes", "hat"}
    assert not boy & {"beard", "white beard"}


def test_dark_is_the_colour_of_hair_that_a_state_has_instead() -> None:
    ((figure,),) = seen(
        "---\ncast:\n  MARA:\n    look: a woman with silver hair\n    young: dark hair, loose\n---\n"
        "Shot 1 [0-5s] @MARA/young.\n"
    )[0:1]
    assert "hair" not in build_of(figure[0].traits, 1).colours


@pytest.mark.parametrize(
    ("look", "worn"),
    [
        ("an immaculate chef in white", ""),
        ("a young ferryman with a broken nose", ""),
        ("a soldier in a helmet", "helmet"),
        ("a farmer in a straw hat", "hat"),
    ],
)
def test_who_is_told_to_wear_a_hat_has_one_and_a_helmet_is_none(look: str, worn: str) -> None:
    hair = build_of(traits_of(look, "en"), 1).hair
    assert hair == worn if worn else hair not in ("cap", "hat", "helmet", "hood")
    drawn = bust(0, 0, 1, build_of(traits_of(look, "en"), 1))
    assert bool(drawn.headgear) is bool(worn)
    assert bool(drawn.hair) is (worn != "helmet")


@pytest.mark.parametrize(
    ("look", "language", "traits"),
    [
        ("a man without a beard, no glasses", "en", {"man"}),
        ("a woman in a parka with the hood down", "en", {"woman", "clothes"}),
        ("a man with the hood down over his eyes", "en", {"man", "hood"}),
        ("a man, hat in hand", "en", {"man"}),
        ("a man with no hat or glasses and a red beard", "en", {"man", "beard", "red beard"}),
        ("a man with no hair", "en", {"man", "bald"}),
        ("a man who never wears his old hat", "en", {"man"}),
        ("ein Mann ohne Bart, den Helm unter dem Arm", "de", {"man"}),
        ("un homme sans barbe ni lunettes", "fr", {"man"}),
        ("un hombre sin barba", "es", {"man"}),
        ("una donna senza occhiali", "it", {"woman"}),
        ("mężczyzna bez brody", "pl", {"man"}),
        ("没有胡子的男人", "zh", {"man"}),
        ("眼鏡なしの男", "ja", {"man"}),
    ],
)
def test_what_a_look_rules_out_or_takes_off_is_not_seen(look: str, language: str, traits: set[str]) -> None:
    assert traits_of(look, language, described=True) == traits


@pytest.mark.parametrize(
    ("shot", "language"),
    [
        ("Tutta la famiglia a tavola in terrazza.", "it"),
        ("Die ganze Familie am Tisch.", "de"),
        ("The guests at a long table.", "en"),
        ("Toute la famille à table.", "fr"),
    ],
)
def test_a_family_is_more_than_one(shot: str, language: str) -> None:
    assert len(seen(f"---\nlanguage: {language}\n---\nShot 1 [0-5s] {shot}\n")[0][0]) > 1


def test_a_state_takes_off_what_the_look_has() -> None:
    worn = person_of(Person("A", "a man with a grey beard and glasses, a blue coat", "without glasses, no beard"), "en")
    assert worn.traits == {"man", "clothes", "blue clothes"}


def test_what_is_on_a_head_has_its_colour_until_a_state_takes_it_off() -> None:
    look = "a man with a full red beard and a blue cap"
    assert build_of(person_of(Person("A", look), "en").traits, 1).colours["headgear"] == "blue"
    assert "headgear" not in build_of(person_of(Person("A", look, "a black hat off"), "en").traits, 1).colours
    assert "headgear" not in build_of(person_of(Person("A", look, "in a hat"), "en").traits, 1).colours


def test_hair_that_is_not_told_has_the_colour_of_the_beard() -> None:
    assert build_of(traits_of("a man with a red beard", "en"), 1).colours == {"beard": "red", "hair": "red"}
    assert build_of(traits_of("a bald man with a red beard", "en"), 1).colours == {"beard": "red"}
    assert build_of(traits_of("a man of seventy with a red beard", "en"), 1).colours["hair"] == "grey"


def test_a_plait_is_of_the_beard_that_it_stands_beside() -> None:
    braided = traits_of("a blacksmith in a leather apron, his red beard in two plaits", "en")
    assert build_of(braided, 1).beard == "plaits"
    assert build_of(braided, 1).hair != "tail"
    assert "tail" in traits_of("a man with a beard, grey hair in a plait", "en")


@pytest.mark.parametrize(
    ("shot", "people"),
    [
        ('Close-up of the cup, which goes from one hand to the other.\n  PAUL: "No."', 0),
        ('Close-up: the letter on the table.\n  PAUL: "No."', 0),
        ("Macro: a hand strikes a match.", 0),
        ("Close-up of her hands.", 0),
        ("Close on PAUL's hand.", 0),
        ("Primer plano de las manos de LENA.", 0),
        ('Großaufnahme: die Tasse.\n  PAUL: "Nein."', 0),
        ("Close-up of @PAUL, wet, his hand still in the air.", 1),
        ("Close-up: steam rises. @PAUL smiles.", 1),
        ("Tight on his eyes, dead level.", 1),
        ('Close-up.\n  PAUL: "No."', 1),
        ('The table in the kitchen.\n  PAUL: "No."', 1),
    ],
)
def test_a_near_shot_of_a_thing_shows_nobody_who_speaks_over_it(shot: str, people: int) -> None:
    assert len(seen(CAST + f"Shot 1 [0-5s] {shot}\n")[0][0]) == people


@pytest.mark.parametrize("look", ["a dancer of sixty, white hair in a knot", "a woman, her silver hair pinned up"])
def test_hair_that_is_put_up_is_drawn_up(look: str) -> None:
    assert build_of(traits_of(look, "en", described=True), 1).hair == "bun"


def test_an_animal_of_the_cast_is_no_person_and_who_has_one_is() -> None:
    ((cat, vet, caveman),) = seen(
        "---\ncast:\n  MINKA: a fat grey cat\n  VET: a vet with a cat\n  GROG: a cave dweller with a wolf pelt\n---\n"
        "Shot 1 [0-2s] @MINKA sleeps.\nShot 2 [2-4s] @VET waits.\nShot 3 [4-5s] @GROG waits.\n"
    )
    assert (len(cat), len(vet), len(caveman)) == (0, 1, 1)


@pytest.mark.parametrize(
    ("language", "look", "people"),
    [
        ("en", "a wiry black terrier", 0),
        ("en", "a shaggy brown spaniel with a long white coat", 0),
        ("en", "a black and white cat in a hat", 0),
        ("de", "ein zottiger brauner Dackel", 0),
        ("fr", "un petit chaton gris", 0),
        ("es", "un galgo viejo", 0),
        ("ja", "茶色い柴犬", 0),
        ("zh", "一只黑色小猎犬", 0),
        ("zh", "牵着狗的老人，灰外套", 1),
        ("en", "a dog walker in a raincoat", 1),
        ("en", "a hawk-nosed captain in a black coat", 1),
        ("en", "a boy with a pony", 1),
    ],
)
def test_who_is_an_animal_by_the_head_of_the_description_is_nobody_to_draw(
    language: str, look: str, people: int
) -> None:
    ((shot,),) = seen(f"---\nlanguage: {language}\ncast:\n  REX: {look}\n---\nShot 1 [0-5s] @REX\n")
    assert len(shot) == people


def test_a_pronoun_beside_an_animal_is_its_own() -> None:
    ((lena, dog, stranger),) = seen(
        "---\ncast:\n  LENA: a nurse, a woman of forty\n  REX: a wiry black terrier\n---\n"
        "Shot 1 [0-2s] @LENA waits.\nShot 2 [2-3s] @REX wags his tail.\nShot 3 [3-5s] A woman strokes @REX.\n"
    )
    assert [len(lena), len(dog), len(stranger)] == [1, 0, 1]


def sides(text: str, language: str = "en") -> list[list[dict[str, int]]]:
    names = {zlib.crc32(name.encode()): name for name in ("paul", "lena", "elle")}
    return [
        [{names[figure.face]: figure.side for figure in card} for card in clip]
        for clip in seen(CAST.replace("cast:", f"language: {language}\ncast:") + text)
    ]


def test_two_who_talk_keep_their_sides_through_the_film() -> None:
    one, two = sides(
        "# One\nShot 1 [0-2s] @PAUL and @LENA.\nShot 2 [2-4s] Close-up of @LENA.\nShot 3 [4-5s] Close-up of @PAUL.\n"
        "# Two\nShot 1 [0-5s] @LENA, then @PAUL.\n"
    )
    assert one[0]["paul"] == -one[0]["lena"] != 0
    assert one[0] == one[1] | one[2] == two[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "On the right sits @PAUL, on the left @LENA."),
        ("fr", "@LENA à gauche, @PAUL à droite."),
        ("ru", "Слева @LENA, справа @PAUL."),
    ],
)
def test_words_say_who_stands_where_until_others_do(language: str, words: str) -> None:
    for order in ("@PAUL, @LENA.", "@LENA, @PAUL."):
        one, two = sides(
            f"# One\nShot 1 [0-2s] {order}\nShot 2 [2-4s] {words}\nShot 3 [4-5s] {order}\n# Two\nShot 1 [0-5s] {order}\n",
            language,
        )
        assert one[1] == one[2] == two[0] == {"paul": 1, "lena": -1}


def test_of_two_one_who_is_put_on_a_side_leaves_the_other_to_the_other() -> None:
    assert sides("Shot 1 [0-5s] @PAUL and @LENA, @PAUL on the right.\n")[0][0] == {"paul": 1, "lena": -1}
    assert sides("Shot 1 [0-5s] @PAUL and @LENA, @PAUL on the left.\n")[0][0] == {"paul": -1, "lena": 1}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("@LENA left, @PAUL right.", "en"),
        ("@PAUL (right) and @LENA (left).", "en"),
        ("@LENA left and @PAUL right.", "en"),
        ("@PAUL on the right and @LENA on the left.", "en"),
        ("On the right @PAUL, on the left ten thousand dogs, @LENA.", "en"),
        ("@LENA links, @PAUL rechts.", "de"),
        ("@PAUL à droite et @LENA à gauche.", "fr"),
    ],
)
def test_two_are_put_on_two_sides_however_briefly(words: str, language: str) -> None:
    for order in ("@PAUL, @LENA.", "@LENA, @PAUL."):
        ((_, both),) = sides(f"Shot 1 [0-2s] {order}\nShot 2 [2-5s] {words}\n", language)
        assert both == {"paul": 1, "lena": -1}


def test_a_side_without_a_name_moves_nobody_who_has_one() -> None:
    ((alone,),) = sides("Shot 1 [0-5s] On the left @PAUL, on the right ten thousand dogs.\n")
    assert alone == {"paul": -1}


def test_who_left_stands_nowhere() -> None:
    for one, other in (("@LENA", "@PAUL"), ("@PAUL", "@LENA")):
        shots = f"Shot 1 [0-2s] @LENA and @PAUL.\nShot 2 [2-5s] {one} left, {other} right behind. @LENA, @PAUL.\n"
        ((before, after),) = sides(shots)
        assert before == after


def test_the_figure_stands_where_its_side_is_and_the_light_on_the_other() -> None:
    compiled = compile_story(
        MemoryFiles({"film.story": CAST + "Shot 1 [0-2s] @PAUL.\nShot 2 [2-5s] @LENA.\n"}), "film.story", Config()
    )
    assert compiled.story is not None
    (clip,) = continued([reel(clip, film="Film", count=1, cast=compiled.story.cast) for clip in compiled.clips])
    for look in looks(clip):
        here = msgspec.structs.replace(look, place="hills", air=())
        plates = [
            draw_plate(320, 180, shown, (0, 0, 320, 150)) for shown in (here, msgspec.structs.replace(here, figures=()))
        ]
        change = ImageChops.difference(*plates).convert("L")
        left, right = (ImageStat.Stat(change.crop((at, 110, at + 60, 150))).mean[0] for at in (90, 170))
        assert (left > right) == (look.side < 0)


def test_clothes_whose_colour_nobody_tells_are_a_muted_tone_of_their_own_for_each_person() -> None:
    told = [(1, {"man"}), (2, {"woman"}), (1, {"woman", "red clothes"}), (1, {"robot"}), (1, {"man", "dark clothes"})]
    builds = [build_of(frozenset(traits), seed) for seed, traits in told]
    people = [Stand(0, 0, 9, 1, build, bust(0, 0, 9, build), (), []) for build in builds]
    paul, lena, red, tin, dark = ([part.pigment for part in dyed(person)] for person in people)
    assert paul != lena
    assert all(max(pigment) - min(pigment) < 30 and 60 < sum(pigment) / 3 < 120 for pigment in (*paul, *lena))
    assert (red, tin, dark) == ([PIGMENTS["red"]], [], [])


def test_a_short_beard_is_short_and_lips_are_seen_in_a_beard() -> None:
    full, short = (traits_of(f"a man with a {word} beard", "en", described=True) for word in ("full", "short"))
    assert "short beard" in short - full
    assert "short" in traits_of("a man with short hair and a beard", "en", described=True)
    chins = [
        max(y for shape in bust(0, 0, 100, build_of(traits, 3)).beard for _, y in shape) for traits in (full, short)
    ]
    assert 100 < chins[1] < chins[0] < 125
    assert lips(0, 0, 100, build_of(short, 3))
    assert not lips(0, 0, 100, build_of(frozenset({"man"}), 3))


@pytest.mark.parametrize(
    ("shot", "people"),
    [
        ("Beans fall into a hand grinder.", 0),
        ("Water draws a spiral. They swell and breathe.", 0),
        ("Two hands close round a cup.", 0),
        ("A boot breaks the puddle.", 0),
        ("Insert: her father's name, and under it a house.", 0),
        ("Close: her brush stops at a white patch.", 0),
        ("Close on her as she listens.", 1),
        ("Close: through the glass, @PAUL listens.", 1),
        ("Close-up of @PAUL's letter.", 0),
        ("Close-up of @PAUL's face.", 1),
        ("The kettle. He asks: “Where is Lena?”", 1),
        ("A man in a red coat meets a woman.", 2),
        ("Four children play with a ball.", 3),
        ("A couple waits.", 2),
    ],
)
def test_who_is_not_seen_is_not_drawn(shot: str, people: int) -> None:
    assert [len(figures) for figures in seen(CAST + f"Shot 1 [0-5s] {shot}\n")[0]] == [people]


def test_they_are_those_of_the_shot_before_where_these_were_two() -> None:
    ((two, they, none),) = seen(
        "Shot 1 [0-2s] A man meets a woman.\nShot 2 [2-4s] They turn.\nShot 3 [4-5s] Leaves fall.\n"
    )
    assert they == two
    assert none == ()


def test_of_a_stranger_the_next_pronoun_tells_the_sex() -> None:
    ((first, again),) = seen("Shot 1 [0-2s] A surfer paddles.\nShot 2 [2-5s] She looks back.\n")
    assert first == again
    assert "woman" in first[0].traits


def test_whom_an_animal_stands_beside_is_seen() -> None:
    ((_, beside),) = seen(
        "---\ncast:\n  TOM: a young man\n  REX: a brown terrier\n---\n"
        "Shot 1 [0-2s] @TOM waits.\nShot 2 [2-5s] @REX stands beside him and pricks up its ears.\n"
    )
    assert [figure.face for figure in beside] == [zlib.crc32(b"tom")]


@pytest.mark.parametrize(
    ("look", "age"),
    [
        ("an old lighthouse keeper in oilskins", "old"),
        ("a young man in an old coat", ""),
        ("71, a white bun", "old"),
        ("a boy of eleven", "child"),
        ("a boy of sixteen", ""),
        ("a girl of 15", ""),
        ("a girl with fifteen balloons", "child"),
        ("a man of about sixty-five", "old"),
        ("eine Kapitänin von achtundsechzig Jahren", "old"),
        ("an 8-year-old with a plait", "child"),
        ("a woman of 35, 170 cm", ""),
        ("Großmutter mit Dutt", "old"),
        ("ein 70-jähriger Kapitän", "old"),
        ("白发的老爷爷", "old"),
    ],
)
def test_an_age_is_read_where_a_silhouette_shows_it(look: str, age: str) -> None:
    language = "de" if "Kapitän" in look or "Dutt" in look else "zh" if look[0] == "白" else "en"
    assert traits_of(look, language, described=True) & {"old", "child"} == ({age} if age else set())


def test_the_old_are_grey_unless_told_otherwise_and_children_are_small() -> None:
    assert build_of(frozenset({"old", "man"}), 1).colours["hair"] == "grey"
    assert build_of(frozenset({"old", "man", "red hair"}), 1).colours["hair"] == "red"
    assert "hair" not in build_of(frozenset({"old", "bald"}), 1).colours
    child, grown = (build_of(frozenset({"man", *more}), 1) for more in (("child",), ()))
    assert max(x for x, _ in bust(0, 0, 1, child).clothes[0]) < 0.8 * max(x for x, _ in bust(0, 0, 1, grown).clothes[0])


def test_from_above_a_beach_has_no_tiles() -> None:
    story = MemoryFiles({"film.story": CAST + "Shot 1 [0-5s] Top shot: @PAUL on the square.\n"})
    compiled = compile_story(story, "film.story", Config())
    assert compiled.story is not None
    (look,) = looks(reel(compiled.clips[0], film="Film", count=1, cast=compiled.story.cast))
    square, street, beach = (
        draw_plate(320, 180, msgspec.structs.replace(look, place=place), (0, 0, 320, 150)).tobytes()
        for place in ("square", "street", "sea")
    )
    assert square == street != beach


def test_rain_and_fog_hide_the_moon_and_the_stars() -> None:
    story = MemoryFiles({"film.story": "Shot 1 [0-5s] A harbour at night.\n"})
    compiled = compile_story(story, "film.story", Config())
    (look,) = looks(reel(compiled.clips[0], film="Film", count=1))
    clear, rain, fog = (
        ImageStat.Stat(plate.convert("L")).extrema[0][1]
        for air in ((), ("rain",), ("fog",))
        for plate in [draw_plate(320, 180, msgspec.structs.replace(look, air=air), (0, 0, 320, 150))]
    )
    assert clear > 1.2 * max(rain, fog)


def test_no_snow_falls_in_a_room() -> None:
    story = MemoryFiles({"film.story": "Shot 1 [0-5s] A kitchen in snow light.\n"})
    compiled = compile_story(story, "film.story", Config())
    (look,) = looks(reel(compiled.clips[0], film="Film", count=1))
    still, snow = (
        draw_plate(320, 180, msgspec.structs.replace(look, air=air), (0, 0, 320, 150)).tobytes()
        for air in ((), ("snow",))
    )
    assert still == snow


VIEWED = "---\ncast:\n  RUTH: a woman in a blue coat\n  PAVEL: a boy in a green coat\n---\n"


@pytest.mark.parametrize(
    ("shot", "facing"),
    [
        ("Over the shoulder of @RUTH: @PAVEL holds out his hand.", {"pavel": "", "ruth": "over"}),
        ("@PAVEL listens.\n  camera: over-the-shoulder from RUTH", {"pavel": "", "ruth": "over"}),
        ("Over her shoulder on @PAVEL, who waits.", {"pavel": "", "ruth": "over"}),
        ("@RUTH looks over her shoulder.", {"ruth": ""}),
        ("Over-the-shoulder on @PAVEL, who waits.", {"pavel": "", "ruth": "over"}),
        ("@PAVEL listens.\n  camera: over-the-shoulder shot on PAVEL", {"pavel": "", "ruth": "over"}),
        ("@RUTH creeps up from behind.", {"ruth": ""}),
        ("From behind: @RUTH walks away.", {"ruth": "back"}),
        ("@RUTH with her back to the camera.", {"ruth": "back"}),
        ("@RUTH and @PAVEL in profile.", {"ruth": "profile", "pavel": "profile"}),
        ("POV of @PAVEL: @RUTH bends down.", {"ruth": ""}),
    ],
)
def test_people_are_seen_from_where_the_words_say(shot: str, facing: dict[str, str]) -> None:
    ((_, people),) = seen(VIEWED + f"Shot 1 [0-2s] @RUTH waits.\nShot 2 [2-5s] {shot}\n")
    assert {figure.face: figure.facing for figure in people} == {
        zlib.crc32(name.encode()): turned for name, turned in facing.items()
    }


def test_a_head_from_behind_has_no_face_and_one_in_profile_another() -> None:
    front = build_of(frozenset({"man"}), 1)
    back, side = (msgspec.structs.replace(front, facing=facing) for facing in ("back", "profile"))
    assert face(0, 0, 1, back) == []
    assert max(x for x, _ in face(0, 0, 1, side)) > max(x for x, _ in face(0, 0, 1, front))


def test_what_a_shot_puts_on_somebody_is_worn_in_it_alone() -> None:
    ((coat, gown, coat_again),) = seen(
        "---\ncast:\n  ANNA: a woman in a red coat\n---\n"
        "Shot 1 [0-2s] @ANNA waits.\nShot 2 [2-4s] @ANNA in a nightgown opens the door.\nShot 3 [4-5s] @ANNA waits.\n"
    )
    assert coat == coat_again
    assert [build_of(people[0].traits, 1).colours["clothes"] for people in (coat, gown)] == ["red", "white"]


def test_a_garment_of_no_list_keeps_its_colour_and_a_scarf_dyes_no_coat() -> None:
    assert "green clothes" in traits_of("a man in a green burnous", "en")
    assert "green clothes" not in traits_of("a man in a green scarf", "en")


def test_hair_is_seen_under_a_cap_and_a_hoodie_is_no_hood() -> None:
    drawn = bust(0, 0, 1, build_of(traits_of("a woman with white hair, a beret", "en"), 1))
    assert drawn.headgear
    assert drawn.hair
    assert build_of(traits_of("a man in a green hoodie", "en"), 1).hair != "hood"


def test_a_pronoun_tells_the_sex_that_a_look_leaves_open() -> None:
    ((dora, guard),) = seen(
        "---\ncast:\n  DORA: a conductor in a red coat\n  GUARD: a guard in black\n---\n"
        "Shot 1 [0-2s] Close-up of @DORA. She waits.\nShot 2 [2-5s] @GUARD stops before her.\n"
    )
    assert "woman" in dora[0].traits
    assert "woman" not in guard[0].traits


def test_a_two_shot_is_of_two() -> None:
    ((_, _, both),) = seen(
        VIEWED + "Shot 1 [0-2s] @RUTH waits.\nShot 2 [2-4s] @PAVEL waits.\nShot 3 [4-5s] Two-shot: @PAVEL nods.\n"
    )
    assert len(both) == 2


@pytest.mark.parametrize(
    ("look", "language", "stated"),
    [
        ("a woman in a white doctor's coat over a blue jumper", "en", {"white clothes"}),
        ("a man in a red shirt under a green jacket", "en", {"green clothes"}),
        ("eine Frau in einem weißen Kittel über einem blauen Pullover", "de", {"white clothes"}),
        ("una mujer de pelo corto, botas rojas", "es", set[str]()),
        ("a man with a white moustache and glasses", "en", {"moustache", "glasses", "white beard"}),
        ("un homme à la moustache grise, lunettes noires", "fr", {"moustache", "shades", "grey beard"}),
        ("戴眼镜的女人", "zh", {"glasses"}),
    ],
)
def test_the_coat_is_seen_and_so_are_glasses_and_a_moustache(look: str, language: str, stated: set[str]) -> None:
    shown = {"moustache", "glasses", "shades"}
    traits = traits_of(look, language, described=True)
    assert {trait for trait in traits if " " in trait or trait in shown} == stated


def test_glasses_on_a_table_are_worn_by_nobody() -> None:
    assert "glasses" not in traits_of("A woman and two glasses of wine.", "en")


@pytest.mark.parametrize(
    ("shot", "language", "poses"),
    [
        ("@RUTH sits on a bench, @PAVEL stands.", "en", {"ruth": "sit", "pavel": ""}),
        ("On the only bench sits @RUTH.", "en", {"ruth": "sit"}),
        ("@RUTH waits. She kneels.", "en", {"ruth": "kneel"}),
        ("@RUTH sits, then gets up.", "en", {"ruth": "sit"}),
        ("The letter lies on the table before @RUTH.", "en", {"ruth": ""}),
        ("@RUTH waits, @PAVEL waits. He lies down.", "en", {"ruth": "", "pavel": "lie"}),
        ("@RUTH liegt auf dem Boden.", "de", {"ruth": "lie"}),
        ("@RUTH est assise.", "fr", {"ruth": "sit"}),
        ("@RUTH坐在桌边。", "zh", {"ruth": "sit"}),
    ],
)
def test_who_sits_kneels_or_lies_does_not_stand(shot: str, language: str, poses: dict[str, str]) -> None:
    cast = "---\ncast:\n  RUTH: a woman of forty, long hair\n  PAVEL: a man of sixty, a beard\n---\n"
    compiled = compile_story(MemoryFiles({"film.story": f"{cast}Shot 1 [0-5s] {shot}\n"}), "film.story", Config())
    assert compiled.story is not None
    reels = [reel(clip, film="Film", count=1, cast=compiled.story.cast) for clip in compiled.clips]
    (((people,),),) = [figures(reels, [language])]
    names = {zlib.crc32(name.encode()): name for name in ("ruth", "pavel")}
    assert {names[figure.face]: figure.pose for figure in people} == poses


def test_a_pose_is_seen_in_the_picture() -> None:
    cast = "---\ncast:\n  RUTH: a woman of forty, glasses\n  PAVEL: a man with a moustache\n---\n"
    text = "".join(
        f"Shot {at} [{at - 1}-{at}s] Wide: @RUTH {verb}, @PAVEL waits.\n"
        for at, verb in enumerate(("stands", "sits", "kneels", "lies there"), 1)
    )
    compiled = compile_story(MemoryFiles({"film.story": cast + text}), "film.story", Config())
    assert compiled.story is not None
    (drawn,) = (reel(clip, film="Film", count=1, cast=compiled.story.cast) for clip in compiled.clips)
    tops: list[float] = []
    for look in looks(drawn):
        *_, ruth = stands(look, (0, 0, 640, 360))
        tops.append(ruth.top)
        assert ruth.worn
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
