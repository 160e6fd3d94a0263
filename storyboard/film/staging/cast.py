"""Who is in a shot, and what each person looks like: the cast by their descriptions, others by the shot's own words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

import msgspec

from storyboard.film.staging.beings import persons
from storyboard.film.staging.plan import Card, Figure, Person, Reel
from storyboard.film.staging.poses import posed
from storyboard.film.staging.sides import sides_of, staged
from storyboard.film.staging.subject import Spans, is_thing, size_of
from storyboard.film.staging.traits import COLOURS, GROUPS, PARTS, PEOPLE, lacked_in, over, traits_of, worn_in
from storyboard.film.staging.views import Viewpoint, view_of
from storyboard.film.staging.words import meanings, meant, named, unquoted
from storyboard.patterns import lazy

NONE = frozenset[str]()
MOST = 3  # figures in one picture
_SOMEBODY = frozenset({"person", "faces", "many", "both", "she", "he"})
_SENTENCE = lazy(r"[.;:!?\n。；：！？]")
_LASTING = frozenset({"woman", "man", "beard", "moustache", "cap", "hat", "helmet", "hood", "child"}) | {
    f"{colour} {part}" for colour in COLOURS for part in PARTS
}


def person_of(person: Person, language: str) -> Figure:
    """A member of the cast: the look, and over it what the state says otherwise."""
    traits = traits_of(person.look, language, described=True)
    if person.state:
        traits = over(traits - lacked_in(person.state, language), traits_of(person.state, language, described=True))
    return Figure(traits, _face(person.name))


class _Scene(NamedTuple):
    """What the words of a card name: members of the cast, other speakers, strangers, and kinds of people.

    Of a shot that shows a `thing`, nobody is seen; where a `creature` of the cast is, pronouns are its own.
    """

    card: Card
    members: list[Figure]
    others: list[str]
    traits: frozenset[str]
    strangers: list[frozenset[str]]
    who: list[str]
    thing: bool
    creature: bool
    view: Viewpoint
    pair: bool
    subject: frozenset[str]

    @property
    def names_people(self) -> bool:
        """Whether the words are about somebody: a hand is nobody, and neither are `they`, who may be beans."""
        return bool(_SOMEBODY & set(self.who))


def figures(reels: Sequence[Reel], languages: Sequence[str]) -> list[tuple[tuple[Figure, ...], ...]]:
    """The people of each card of a film's clips, the one whom it is about first; a speaker who is not seen is nobody.

    One name looks the same in the whole film. Where it has no cast, a pronoun may go back to the clip before.
    """
    people = persons(reels, languages)
    scenes = [list(_scenes(reel, language, people)) for reel, language in zip(reels, languages, strict=True)]
    scenes = _sexed(scenes)
    worn = _worn(scene for clip in scenes for scene in clip)
    known = {
        person.name.casefold(): person_of(person, reel.language)
        for reel in reels
        for card in reel.cards
        for person in card.people
        if person.name in people
    } | {name.casefold(): Figure(traits, _face(name)) for name, traits in worn.items()}
    no_cast = not any(scene.members for clip in scenes for scene in clip)
    last: Figure | None = None
    lately: dict[int, Figure] = {}  # who was seen, by face, the latest last
    every = [scene for clip in scenes for scene in clip]
    places = iter(range(1, len(every) + 1))
    by_clip: list[list[tuple[tuple[Figure, ...], dict[int, int]]]] = []
    for reel, clip, language in zip(reels, scenes, languages, strict=True):
        last = last if no_cast else None
        before: list[Figure] = []
        by_card: list[tuple[tuple[Figure, ...], dict[int, int]]] = []
        for scene in clip:
            following = islice(every, next(places), None)
            if scene.thing:
                by_card.append(((), {}))
                continue
            seen = scene.members + [Figure(worn[name], _face(name)) for name in scene.others]
            if "both" in scene.who and len(seen) < 2:
                faces = {figure.face for figure in seen}
                seen += [figure for face, figure in reversed(lately.items()) if face not in faces][: 2 - len(seen)]
            if not seen:
                seen = _unnamed(scene, last, before, zlib.crc32(reel.film.encode()), following)
            for figure in seen:
                lately.pop(figure.face, None)
                lately[figure.face] = figure
            last = seen[0] if seen else last
            before = seen or before
            faces_by_name = {name.casefold(): _face(name) for name in (*_cast(scene.card), *scene.others)}
            stated = sides_of(scene.card, language, faces_by_name or {"": seen[0].face} if seen else {})
            shown = _viewed(scene, seen, known, list(lately.values()))
            by_card.append((tuple(posed(shown[:MOST], scene.card, language, faces_by_name)), stated))
        by_clip.append(by_card)
    return staged(reels[0].film if reels else "", by_clip)


def _sexed(scenes: list[list[_Scene]]) -> list[list[_Scene]]:
    """The scenes, in which a pronoun of a shot with one member of the cast tells the sex that the look leaves open."""
    sexes: dict[int, frozenset[str]] = {}
    for scene in (scene for clip in scenes for scene in clip):
        if len(scene.members) == 1 and not scene.others and scene.subject:
            sexes.setdefault(scene.members[0].face, scene.subject)

    def with_sex(figure: Figure) -> Figure:
        more = NONE if figure.traits & {"woman", "man"} else sexes.get(figure.face, NONE)
        return msgspec.structs.replace(figure, traits=figure.traits | more)

    return [
        [scene._replace(members=[with_sex(figure) for figure in scene.members]) for scene in clip] for clip in scenes
    ]


def _unnamed(
    scene: _Scene, last: Figure | None, before: Sequence[Figure], face: int, following: Iterable[_Scene]
) -> list[Figure]:
    """Who is seen where nobody is named: who was seen last, by a pronoun, else strangers, whose faces begin at `face`.

    `She turns` is about the woman of the shot before; `a woman turns` is about another.
    """
    again = not scene.traits & PEOPLE
    if scene.creature and again:
        # Pronouns are the creature's, but for that of the one whom it stands beside.
        beside = (figure for figure in reversed(before) if "him" in scene.who and _agrees(figure, scene.who))
        return list(islice(beside, 1))
    if not scene.names_people:
        return list(before) if "they" in scene.who and len(before) > 1 and again else []
    if last is not None and again and _agrees(last, scene.who):
        return [last]
    seen = [Figure(traits, face + 23 * place) for place, traits in enumerate(scene.strangers)]
    if len(seen) == 1 and not seen[0].traits & {"woman", "man"}:
        seen = [Figure(seen[0].traits | _told_later(following), face)]
    if len(seen) == 1 and "many" in scene.who:
        alike = seen[0].traits & {"child", "robot", "old"}
        seen += [Figure(alike, face + 17 * place) for place in range(1, 2 if scene.pair else MOST)]
    return seen


def _told_later(following: Iterable[_Scene]) -> frozenset[str]:
    """The sex of a stranger whom a later shot calls `she` or `he`: a surfer paddles, and she looks back."""
    for scene in following:
        if scene.members or scene.others or scene.traits & PEOPLE:
            break
        if sex := _sex(scene.who):
            return sex
    return NONE


def _viewed(scene: _Scene, seen: list[Figure], known: Mapping[str, Figure], lately: Sequence[Figure]) -> list[Figure]:
    """Who is in the picture, and from where: whose eyes it is seen with is not, whose shoulder it looks over is."""
    kind, clause = scene.view
    if kind in ("back", "profile"):
        return [msgspec.structs.replace(figure, facing=kind) for figure in seen]
    if kind not in ("pov", "over"):
        return seen
    owners = {figure.face: figure for name, figure in known.items() if _name(name).search(clause)}
    if kind == "pov":
        return [figure for figure in seen if figure.face not in owners]
    if not seen:
        return seen
    near = next((figure for figure in seen if figure.face in owners), next(iter(owners.values()), None))
    near = near or (seen[1] if len(seen) > 1 else None)
    beside = [figure for figure in lately if figure.face != seen[0].face]
    near = near or (beside[-1] if beside else None)
    near = near or Figure(NONE, seen[0].face + 29)
    far = [figure for figure in seen if figure.face != near.face]
    far = far or [figure for figure in reversed(lately) if figure.face != near.face][:1]
    return [*far[:1], msgspec.structs.replace(near, facing="over")]


def _scenes(reel: Reel, language: str, people: Container[str]) -> Iterator[_Scene]:
    spoken = sorted({line.name for card in reel.cards for line in card.dialogue if line.name and not line.unseen})
    for card in reel.cards:
        words = unquoted(card.action) + "\n" + card.title
        known = _cast(card)
        names = [*known, *spoken]
        members = [_dressed(person, card, reel.language) for person in card.people if person.name in people]
        who = named("people", words, language)
        if size_of(card, language) not in ("macro", "close"):
            who = [name for name in who if name != "faces"]
        traits = traits_of(words, language)
        yield _Scene(
            card,
            members,
            [name for name in _others(card, spoken) if name not in known],
            traits,
            list(_strangers(words, traits, who, language)),
            who,
            is_thing(card, language, lambda text, names=names: _places(names, text)),
            len(members) < len(card.people),
            view_of(card, language),
            "pair" in who,
            _subject(words, language),
        )


def _dressed(person: Person, card: Card, language: str) -> Figure:
    """A member of the cast in what the words of a shot put on them: `ANNA, in a nightgown, opens the door`."""
    figure, action = person_of(person, language), unquoted(card.action)
    match = _name(person.name.casefold()).search(action.casefold())
    if match is None or len(action.casefold()) != len(action):
        return figure
    behind = _SENTENCE.split(action[match.end() :], maxsplit=1)[0]
    others = [
        spot for other in card.people if other.name != person.name for spot in _places([other.name], behind.casefold())
    ]
    clothes = worn_in(behind[: min((start for start, _ in others), default=len(behind))], language)
    return msgspec.structs.replace(figure, traits=over(figure.traits, clothes)) if clothes else figure


def _strangers(words: str, traits: frozenset[str], who: list[str], language: str) -> Iterator[frozenset[str]]:
    """What those look like whom words name by no name: one, or a woman and a man, each by a part of the words."""
    folded = words.casefold()
    firsts = sorted(
        min((match.start() for match in matches), default=0)
        for name, matches in meant("traits", language, folded)
        if name in ("woman", "man") and "child" not in traits
    )
    if len(firsts) == 2 and len(folded) == len(words):
        for part in (words[: firsts[1]], words[firsts[1] :]):
            yield traits_of(part, language)
        return
    yield traits | (NONE if traits & {"woman", "man"} else _sex(who))


def _cast(card: Card) -> set[str]:
    return {person.name for person in card.people}


def _places(names: Iterable[str], folded: str) -> Spans:
    return [match.span() for name in names for match in _name(name.casefold()).finditer(folded)]


def _face(name: str) -> int:
    return zlib.crc32(name.casefold().encode())


def _worn(scenes: Iterable[_Scene]) -> dict[str, frozenset[str]]:
    """What the speakers outside the cast look like: a beard or a hat that one shot tells is there in all of them."""
    worn: dict[str, frozenset[str]] = {}
    for scene in scenes:
        for name in scene.others:
            worn.setdefault(name, NONE)
        if scene.others and not scene.members:
            traits = (scene.traits | _sex(scene.who)) & _LASTING
            for group in GROUPS:
                # What the first shot says of somebody stays: a later one may speak of somebody else.
                traits -= group if group & worn[scene.others[0]] else NONE
            worn[scene.others[0]] |= traits
    return worn


def _others(card: Card, spoken: list[str]) -> list[str]:
    """The speakers outside the cast who are in a card: by what they say, and where its action names them."""
    speaking = {line.name for line in card.dialogue if not line.unseen}
    folded = card.action.casefold()
    return [name for name in spoken if name in speaking or _name(name.casefold()).search(folded)]


@cache
def _name(name: str) -> re.Pattern[str]:
    """The expression for a folded name, which Han and Thai write without blanks round it."""
    return re.compile(re.escape(name) if name[:1] > "\u2e7f" else rf"(?<!\w){re.escape(name)}(?!\w)")


def _sex(who: list[str]) -> frozenset[str]:
    """What the first pronoun of a shot says."""
    pronouns = [name for name in who if name in ("she", "he")]
    return frozenset({"woman" if pronouns[0] == "she" else "man"}) if pronouns else NONE


def _subject(words: str, language: str) -> frozenset[str]:
    """What the first `she` or `he` of some words says: in `the guard stops before her` it is somebody else."""
    pronouns, folded = meanings("people", language), words.casefold()
    starts = {
        sex: match.start()
        for sex, name in (("woman", "she"), ("man", "he"))
        for spoken in pronouns.get(name, ())[:1]
        if (match := _name(spoken).search(folded)) is not None
    }
    return frozenset({min(starts, key=lambda sex: starts[sex])}) if starts else NONE


def _agrees(figure: Figure, who: list[str]) -> bool:
    sex = _sex(who)
    return bool(sex) and (sex <= figure.traits or not figure.traits & {"woman", "man"})
