"""What changed in a clip, in the words of whoever reviews it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from storyboard.language.story import Clip, Member, Shot, Text
from storyboard.project.diff.records import Version, Word
from storyboard.project.diff.shots import paired, spoken, wording
from storyboard.timing import money, seconds

_APART = ("model", "template")
# The flags follow from the number of shots, unless the writer sets them.
_FLAGS = {"multi_shots": "multi_shots", "expansion": "enable_prompt_expansion"}


def explained(before: Version, after: Version) -> tuple[Word, ...]:
    """What changed between two versions of a clip whose requests differ; the prompt itself where nothing else says it.

    A seed that the writer did not set changes with the request and is not worth a word.
    """
    edits = [*_shots(before.clip, after.clip), *_texts(before.clip, after.clip), *_cast(before, after)]
    words = [*_title(before.clip, after.clip), *edits, *_origin(before, after), *_settings(before, after)]
    if before.prompt != after.prompt and not edits:
        words.append(Word("prompt", before.prompt, after.prompt, "text"))
    old, new = before.requests[0].price, after.requests[0].price
    if old != new:
        words.append(Word("price", money(old), f"{money(new)} USD"))
    return tuple(words)


def renamed(before: Clip, after: Clip) -> tuple[Word, ...]:
    """The word that a clip has another title, or none."""
    return tuple(_title(before, after))


def _title(before: Clip, after: Clip) -> Iterator[Word]:
    if before.title != after.title:
        yield Word("title", before.title or "none", after.title or "none")


def _texts(before: Clip, after: Clip) -> Iterator[Word]:
    for what, old, new in (
        ("overview", before.overview, after.overview),
        ("closing", before.closing, after.closing),
    ):
        yield from _text(what, old, new)


def _text(what: str, before: Text, after: Text) -> Iterator[Word]:
    if before.value != after.value:
        yield Word(what, before.value, after.value, "text")


def _shots(before: Clip, after: Clip) -> Iterator[Word]:
    was = paired(before.shots, after.shots)
    for at, shot in enumerate(after.shots):
        if at not in was:
            yield Word(f"shot {shot.number} is new", "", wording(shot), "text")
            continue
        old = before.shots[was[at]]
        name = f"shot {shot.number}" + (f" (was {old.number})" if old.number != shot.number else "")
        if (old.start, old.end) != (shot.start, shot.end):
            yield Word(name, _time(old), _time(shot))
        yield from _text(f"{name}, text", old.action, shot.action)
        fields = [{field.key: field.text for field in side.fields} for side in (old, shot)]
        for key in dict.fromkeys([*fields[0], *fields[1]]):
            yield from _text(f"{name}, {key}", fields[0].get(key, Text()), fields[1].get(key, Text()))
        if _shown(old) != _shown(shot):
            yield Word(f"{name}, picture", _shown(old), _shown(shot))
        if spoken(old) != spoken(shot):
            yield Word(f"{name}, speech", spoken(old), spoken(shot), "text")
    for at in sorted(set(range(len(before.shots))) - set(was.values())):
        yield Word(f"shot {before.shots[at].number} is gone", wording(before.shots[at]), "", "text")


class Pool:
    """Shots that left a clip or came into one, by their words, to say where a whole clip came from or went."""

    def __init__(self) -> None:
        self._homes: dict[tuple[str, str, str], Version] = {}

    def add(self, version: Version, without: Version | None = None) -> None:
        """Take in a clip's shots, but those that also stand in the other version of it."""
        kept = {wording(shot) for shot in without.clip.shots} if without is not None else set[str]()
        for shot in version.clip.shots:
            words = wording(shot)
            if words not in kept:
                self._homes.setdefault((version.variant, version.story, words), version)
                self._homes.setdefault((version.variant, "", words), version)

    def home(self, version: Version) -> Version | None:
        """The clip that half of a clip's shots stand in, or most of them where it is another story's; else None."""
        counts: Counter[int] = Counter()
        sources: dict[int, Version] = {}
        for shot in version.clip.shots:
            for story in (version.story, ""):
                source = self._homes.get((version.variant, story, wording(shot)))
                if source is not None:
                    sources[id(source)] = source
                    counts[id(source)] += 1
                    break
        most = counts.most_common(1)
        if not most:
            return None
        clip, count = sources[most[0][0]], most[0][1]
        return clip if 2 * count >= len(version.clip.shots) + (clip.story != version.story) else None


def _shown(shot: Shot) -> str:
    return shot.picture.typed if shot.picture is not None else "none"


def _time(shot: Shot) -> str:
    return f"{seconds(shot.start or 0)}-{seconds(shot.end or 0)}s"


def _cast(before: Version, after: Version) -> Iterator[Word]:
    """What is said of the members of the cast that the clip names."""
    named = {**_mentions(before.clip), **_mentions(after.clip)}
    if not named:
        return
    old, new = before.cast(), after.cast()
    heard: set[str] = set()
    for name, state in named:
        what = f"cast {name}/{state}" if state else f"cast {name}"
        yield from _text(what, _described(old.get(name), state), _described(new.get(name), state))
        if name not in heard:
            heard.add(name)
            yield from _text(f"voice of {name}", _voice(old.get(name)), _voice(new.get(name)))


def _mentions(clip: Clip) -> dict[tuple[str, str], None]:
    texts = [clip.overview, clip.closing]
    members: dict[tuple[str, str], None] = {}
    for shot in clip.shots:
        texts += [shot.action, *(field.text for field in shot.fields), *(speech.words for speech in shot.dialogue)]
        members.update(dict.fromkeys((speech.name, speech.state) for speech in shot.dialogue if speech.member))
    for text in texts:
        members.update(dict.fromkeys((piece.name, piece.state) for piece in text.pieces if piece.kind == "mention"))
    return members


def _described(member: Member | None, state: str) -> Text:
    if member is None:
        return Text()
    return (member.states.get(state) if state else member.look) or Text()


def _voice(member: Member | None) -> Text:
    return (member.voice if member is not None else None) or Text()


def _origin(before: Version, after: Version) -> Iterator[Word]:
    """The template and the model's profile."""
    if before.template != after.template:
        yield Word("template", before.template, after.template)
    elif before.own != after.own:
        yield Word(f"template `{after.template}` was edited", kind="phrase")
    if before.profile.id != after.profile.id:
        yield Word("model", before.profile.id, after.profile.id)
    elif before.profile != after.profile:
        yield Word(f"profile `{after.profile.id}` was edited", kind="phrase")


def _settings(before: Version, after: Version) -> Iterator[Word]:
    old, new = before.settings, after.settings
    places = after.profile.body.fields
    seed, sound = (places[key].at if key in places else "" for key in ("seed", "audio"))
    flags = {places[ours].at: setting for ours, setting in _FLAGS.items() if ours in places}
    for key in dict.fromkeys([*old, *new]):
        if key in _APART or old.get(key) == new.get(key):
            continue
        if key in flags and not any(flags[key] in version.clip.settings for version in (before, after)):
            continue
        if key == seed:
            was, is_now = (_seed(version) for version in (before, after))
            if was != is_now:
                yield Word("seed", was, is_now)
        elif key == sound:
            yield _sound(before, after)
        elif isinstance(old.get(key), str) and isinstance(new.get(key), str) and key not in ("size",):
            yield Word(key, old[key], new[key], "text")
        else:
            yield Word(key, _value(old.get(key)), _value(new.get(key)))


def _seed(version: Version) -> str:
    setting = version.clip.settings.get("seed")
    return str(setting.value) if setting is not None else "derived"


def _sound(before: Version, after: Version) -> Word:
    settings = [version.clip.settings.get("audio") for version in (before, after)]
    old, new = (str(setting.value) if setting is not None else "none" for setting in settings)
    if old == new:
        return Word(f"the sound in `{new}` is another one", kind="phrase")
    return Word("audio", old, new)


def _value(value: Any) -> str:
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
