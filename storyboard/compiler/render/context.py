"""What a prompt template is given: a clip's words as strings that remember where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from storyboard.language.story import Clip, Member, Shot, Speech, Text
from storyboard.profiles import Label, Profile
from storyboard.source import Span
from storyboard.timing import seconds

_ENDS = tuple('.!?…。！？:：;；,，"”」』»)）]】')
_KANA = range(0x3040, 0x3100)


class Origin(NamedTuple):
    """Where a stretch of a placed text comes from: its offset there, its length, its place in the source, if any."""

    at: int
    length: int
    span: Span | None


class PlacedText(str):
    """A string for templates that keeps the places of its parts through output, though not through filters."""

    parts: tuple[Origin, ...]

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, Span | None]]) -> PlacedText:
        """The placed text of some texts, each with its place, or None for words that the compiler adds."""
        texts: list[str] = []
        parts: list[Origin] = []
        at = 0
        for text, span in pieces:
            texts.append(text)
            if span is not None and text:
                parts.append(Origin(at, len(text), span))
            at += len(text)
        placed = cls("".join(texts))
        placed.parts = tuple(parts)
        return placed

    def __str__(self) -> str:
        """The placed text itself: Jinja calls `str` on what it prints, and the places must survive that."""
        return self


class CastView(msgspec.Struct, frozen=True):
    """A member of the cast as a template sees it."""

    name: str
    description: str


class SpeechView(msgspec.Struct, frozen=True):
    """A line of dialogue as a template sees it; `line` is name, description, manner and words in one."""

    name: PlacedText
    manner: str
    text: PlacedText
    line: PlacedText


class ShotView(msgspec.Struct, frozen=True):
    """A shot as a template sees it; `line` is all of it but the label, `label` empty where the clip has no marks."""

    number: int
    start: str
    end: str
    seconds: str
    label: str
    line: PlacedText
    text: PlacedText
    camera: PlacedText
    light: PlacedText
    sound: PlacedText
    music: PlacedText
    transition: PlacedText
    dialogue: tuple[SpeechView, ...]
    cast: tuple[CastView, ...]


class _Style(NamedTuple):
    """The punctuation that the compiler adds, in the script of the clip's labels."""

    stop: str
    space: str
    opening: str
    closing: str
    apart: str
    colon: str
    quotes: tuple[str, str]


_WESTERN = _Style(".", " ", " (", ")", "; ", ": ", ('"', '"'))
_EASTERN = _Style("。", "", "（", "）", "；", "：", ("“", "”"))


class _Printer:
    """Prints pieces of a clip's text; a cast member's first mention, by member and state, gets the description."""

    def __init__(self, cast: dict[str, Member], style: _Style) -> None:
        self.cast, self.style = cast, style
        self.seen: set[tuple[str, str]] = set()
        self.spoke: set[str] = set()

    def description(self, name: str, state: str) -> Text | None:
        """What is said of a member in a state: the state's own words, else the look."""
        member = self.cast.get(name)
        if member is None:
            return None
        return member.states.get(state) if state else member.look

    def first(self, name: str, state: str) -> Text | None:
        """The description, the first time it is asked for in this clip."""
        if (name, state) in self.seen:
            return None
        self.seen.add((name, state))
        return self.description(name, state)

    def pieces(self, text: Text) -> list[tuple[str, Span | None]]:
        """A text's pieces with descriptions put in."""
        pieces: list[tuple[str, Span | None]] = []
        for piece in text.pieces:
            pieces.append((piece.text, piece.span))
            if piece.kind == "mention":
                described = self.first(piece.name, piece.state)
                if described is not None:
                    pieces += [(self.style.opening, None), *_places(described), (self.style.closing, None)]
        return pieces

    def speech(self, speech: Speech, present: set[str]) -> SpeechView:
        """A line of dialogue, `NAME (look; manner): "words"`.

        A speaker without a state who is `present` in the shot is who was described there, in whatever state.
        """
        inside: list[list[tuple[str, Span | None]]] = []
        seen = speech.name in present and not speech.state
        described = self.first(speech.name, speech.state) if speech.member and not seen else None
        if described is not None:
            inside.append(_places(described))
        member = self.cast.get(speech.name)
        if member is not None and member.voice is not None and speech.name not in self.spoke:
            inside.append(_places(member.voice))
        self.spoke.add(speech.name)
        if speech.manner:
            inside.append([(speech.manner, speech.span)])
        name = (speech.name, speech.name_span)
        line: list[tuple[str, Span | None]] = [name]
        for index, aside in enumerate(inside):
            line += [(self.style.apart if index else self.style.opening, None), *aside]
        line.append((self.style.closing * bool(inside) + self.style.colon, None))
        words = self.pieces(speech.typed)
        before, after = self.style.quotes
        line += words if _quoted(speech) else [(before, None), *words, (after, None)]
        return SpeechView(
            PlacedText.of([name]), speech.manner, PlacedText.of(_places(speech.words)), PlacedText.of(line)
        )


def _quoted(speech: Speech) -> bool:
    """Whether the writer has set the quotation marks: round all of the words, or round those that are spoken."""
    typed = speech.typed.value
    return typed[:1] in ("‘", "'", "‹") or any(mark in typed for mark in '"“„«「『＂')


def _places(text: Text) -> list[tuple[str, Span | None]]:
    return [(piece.text, piece.span) for piece in text.pieces]


def language_of(clip: Clip) -> str:
    """The language of a clip's labels: that of its first label, or of its unit; 秒 beside kana is not Chinese."""
    for shot in clip.shots:
        language = shot.mark.language if shot.mark is not None else ""
        if language == "cjk":
            text = clip.overview.value + "".join(shot.action.value for shot in clip.shots)
            return "ja" if any(ord(letter) in _KANA for letter in text) else "zh"
        if language:
            return language
    return ""


def _label(shot: Shot, label: Label) -> str:
    return label.shot.format(n=shot.number, start=seconds(shot.start or 0), end=seconds(shot.end or 0))


def context(clip: Clip, profile: Profile, cast: dict[str, Member]) -> dict[str, object]:
    """The names that a prompt template may use, described at the head of templates/prompts/wan.j2."""
    language = language_of(clip)
    printer = _Printer(cast, _EASTERN if language in ("zh", "ja") else _WESTERN)
    label = profile.shots.labels.get(language, profile.shots.labels["en"])
    overview = PlacedText.of(printer.pieces(clip.overview))
    shots = [_shot(shot, printer, label, clip.timed) for shot in clip.shots]
    closing = PlacedText.of(printer.pieces(clip.closing))
    return {
        "overview": overview,
        "shots": shots,
        "closing": closing,
        "title": clip.title,
        "duration": seconds(clip.duration or 0),
        "size": clip.size,
        "cast": [CastView(name, _spoken(printer.description(name, state))) for name, state in sorted(printer.seen)],
    }


def _spoken(text: Text | None) -> str:
    return text.value if text is not None else ""


def _shot(shot: Shot, printer: _Printer, label: Label, timed: bool) -> ShotView:
    style = printer.style
    before = set(printer.seen)
    fields: dict[str, list[tuple[str, Span | None]]] = {}
    order: list[str] = []
    # One that holds nothing but a note leaves no trace.
    written = [field for field in shot.fields if field.text.value]
    transition = [field for field in written if field.key == "transition"]
    line: list[tuple[str, Span | None]] = []

    def gather(key: str, text: Text) -> list[tuple[str, Span | None]]:
        pieces = printer.pieces(text)
        if key in fields:
            fields[key].append((style.apart, None))
        else:
            order.append(key)
            fields[key] = []
        fields[key] += pieces
        return pieces

    for field in transition:
        gather("transition", field.text)
    action = printer.pieces(shot.action)
    for field in written:
        if field.key != "transition":
            gather(field.key, field.text)
    present = {name for name, _ in _mentioned(shot)}
    dialogue = [printer.speech(speech, present) for speech in shot.dialogue if speech.typed.value]
    if "transition" in fields:
        text = "".join(text for text, _ in fields["transition"]).rstrip(" .。:：")
        line += [*_cut(fields["transition"], len(text)), (style.colon if action else style.stop, None)]
    line += action
    more = [fields[key] for key in order if key != "transition"]
    words = [getattr(label, key) for key in order if key != "transition"]
    if line and (more or dialogue):
        _stop(line, style.stop)
    for word, pieces in zip(words, more, strict=True):
        line += [(style.space if line else "", None), (word + style.colon, None), *pieces]
        _stop(line, style.stop)
    for speech in dialogue:
        line += [
            (style.space if line else "", None),
            *((speech.line[p.at : p.at + p.length], p.span) for p in _whole(speech.line)),
        ]
    parts = {key: PlacedText.of(fields.get(key, [])) for key in ("camera", "light", "sound", "music", "transition")}
    named = sorted((printer.seen - before) | _named(shot))
    return ShotView(
        number=shot.number,
        start=seconds(shot.start or 0),
        end=seconds(shot.end or 0),
        seconds=seconds((shot.end or 0) - (shot.start or 0)),
        label=_label(shot, label) if timed else "",
        line=PlacedText.of(line),
        text=PlacedText.of(action),
        dialogue=tuple(dialogue),
        cast=tuple(CastView(name, _spoken(printer.description(name, state))) for name, state in named),
        **parts,
    )


def _mentioned(shot: Shot) -> set[tuple[str, str]]:
    texts = [shot.action, *(field.text for field in shot.fields)]
    return {(piece.name, piece.state) for text in texts for piece in text.pieces if piece.kind == "mention"}


def _named(shot: Shot) -> set[tuple[str, str]]:
    spoken = {
        (piece.name, piece.state)
        for speech in shot.dialogue
        for piece in speech.typed.pieces
        if piece.kind == "mention"
    }
    return _mentioned(shot) | spoken | {(speech.name, speech.state) for speech in shot.dialogue if speech.member}


def _whole(placed: PlacedText) -> list[Origin]:
    """The parts of a placed text with the compiler's own words between them, which have no place."""
    parts: list[Origin] = []
    at = 0
    for part in placed.parts:
        if part.at > at:
            parts.append(Origin(at, part.at - at, None))
        parts.append(part)
        at = part.at + part.length
    if at < len(placed):
        parts.append(Origin(at, len(placed) - at, None))
    return parts


def _cut(pieces: list[tuple[str, Span | None]], length: int) -> list[tuple[str, Span | None]]:
    kept: list[tuple[str, Span | None]] = []
    for text, span in pieces:
        if length <= 0:
            break
        kept.append((text[:length], span))
        length -= len(text)
    return kept


def _stop(line: list[tuple[str, Span | None]], stop: str) -> None:
    """End a sentence that nothing ends yet."""
    text = next((text.rstrip() for text, _ in reversed(line) if text.strip()), "")
    if text and not text.endswith(_ENDS):
        line.append((stop, None))
