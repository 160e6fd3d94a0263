"""What a prompt template is given: a clip's words as strings that remember where they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from storyboard.language.story import Clip, Field, Member, Shot, Speech, Text
from storyboard.profiles import Label, Profile
from storyboard.source import Span
from storyboard.timing import seconds

_Pieces = list[tuple[str, Span | None]]
_Cast = Callable[[], "tuple[CastView, ...]"]
_ENDS = tuple('.!?…。！？:：;；,，"”」』»)）]】')
_KANA = range(0x3040, 0x3100)


# Where a stretch of a placed text comes from: its offset there, its length, its place in the source.
Origin = tuple[int, int, Span]


class PlacedText(str):
    """A string for templates that keeps the places of its parts through output, though not through filters."""

    __slots__ = ("parts",)
    parts: tuple[Origin, ...]

    @classmethod
    def of(cls, pieces: Sequence[tuple[str, Span | None]]) -> PlacedText:
        """The placed text of some texts, each with its place, or None for words that the compiler adds."""
        parts: list[Origin] = []
        at = 0
        for text, span in pieces:
            if span is not None and text:
                parts.append((at, len(text), span))
            at += len(text)
        placed = cls("".join([text for text, _ in pieces]))
        placed.parts = tuple(parts)
        return placed

    def __str__(self) -> str:
        """The placed text itself: Jinja calls `str` on what it prints, and the places must survive that."""
        return self


class CastView(msgspec.Struct, frozen=True):
    """A member of the cast as a template sees it."""

    name: str
    description: str


class SpeechView:
    """A line of dialogue as a template sees it; `line` is name, description, manner and words in one."""

    __slots__ = ("_pieces", "_speech")

    def __init__(self, speech: Speech, pieces: _Pieces) -> None:
        self._speech, self._pieces = speech, pieces

    @property
    def name(self) -> PlacedText:
        """Who speaks."""
        return PlacedText.of([(self._speech.name, self._speech.name_span)])

    @property
    def manner(self) -> str:
        """How it is spoken, as written."""
        return self._speech.manner

    @property
    def text(self) -> PlacedText:
        """The words, without quotation marks."""
        return PlacedText.of(_places(self._speech.words))

    @property
    def line(self) -> PlacedText:
        """All of it."""
        return PlacedText.of(self._pieces)


class ShotView:
    """A shot as a template sees it; `line` is all of it but the label, `label` empty where the clip has no marks.

    What a template does not name is never built, as are the parts of the line with the shipped one.
    """

    __slots__ = ("_cast", "_printed", "_shot", "label", "line")

    def __init__(self, shot: Shot, label: str, line: PlacedText, printed: _Printed, cast: _Cast) -> None:
        self.label, self.line = label, line
        self._shot, self._printed, self._cast = shot, printed, cast

    @property
    def number(self) -> int:
        """Its place in the clip."""
        return self._shot.number

    @property
    def start(self) -> str:
        """The seconds at which it begins."""
        return seconds(self._shot.start or 0)

    @property
    def end(self) -> str:
        """The seconds at which it ends."""
        return seconds(self._shot.end or 0)

    @property
    def seconds(self) -> str:
        """How long it lasts."""
        return seconds((self._shot.end or 0) - (self._shot.start or 0))

    @property
    def text(self) -> PlacedText:
        """The words of the shot, without its fields and its dialogue."""
        return PlacedText.of(self._printed.action)

    @property
    def camera(self) -> PlacedText:
        """What the camera does."""
        return self._field("camera")

    @property
    def light(self) -> PlacedText:
        """How it is lit."""
        return self._field("light")

    @property
    def sound(self) -> PlacedText:
        """What is heard."""
        return self._field("sound")

    @property
    def music(self) -> PlacedText:
        """What plays."""
        return self._field("music")

    @property
    def transition(self) -> PlacedText:
        """How the shot begins."""
        return self._field("transition")

    @property
    def dialogue(self) -> tuple[SpeechView, ...]:
        """What is said in the shot."""
        return tuple([SpeechView(speech, pieces) for speech, pieces in self._printed.dialogue])

    @property
    def cast(self) -> tuple[CastView, ...]:
        """Who is named in the shot, each in each state, by name."""
        return self._cast()

    def _field(self, key: str) -> PlacedText:
        return PlacedText.of(self._printed.fields.get(key, ()))


def names(view: type[CastView | SpeechView | ShotView]) -> list[str]:
    """What a template may ask a view for."""
    return [name for name in dir(view) if name[0] != "_"]


class _Printed(msgspec.Struct, frozen=True):
    """The pieces of a shot's action, of its fields by key, and of each line of its dialogue."""

    action: _Pieces
    fields: dict[str, _Pieces]
    dialogue: list[tuple[Speech, _Pieces]]


class _Style(msgspec.Struct, frozen=True):
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
        self.seen: dict[tuple[str, str], None] = {}
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
        self.seen[name, state] = None
        return self.description(name, state)

    def pieces(self, text: Text) -> _Pieces:
        """A text's pieces with descriptions put in."""
        pieces: _Pieces = []
        for piece in text.pieces:
            pieces.append((piece.text, piece.span))
            if piece.kind == "mention":
                described = self.first(piece.name, piece.state)
                if described is not None:
                    pieces += [(self.style.opening, None), *_places(described), (self.style.closing, None)]
        return pieces

    def speech(self, speech: Speech, present: set[str]) -> _Pieces:
        """The pieces of a line of dialogue, `NAME (look; manner): "words"`.

        A speaker without a state who is `present` in the shot is who was described there, in whatever state.
        """
        inside: list[_Pieces] = []
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
        line: _Pieces = [(speech.name, speech.name_span)]
        for index, aside in enumerate(inside):
            line += [(self.style.apart if index else self.style.opening, None), *aside]
        line.append((self.style.closing * bool(inside) + self.style.colon, None))
        words = self.pieces(speech.typed)
        before, after = self.style.quotes
        line += words if _quoted(speech) else [(before, None), *words, (after, None)]
        return line


def _quoted(speech: Speech) -> bool:
    """Whether the writer has set the quotation marks: round all of the words, or round those that are spoken."""
    typed = speech.typed.value
    return typed[:1] in ("‘", "'", "‹") or any(mark in typed for mark in '"“„«「『＂')


def _places(text: Text) -> _Pieces:
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


def context(clip: Clip, profile: Profile, cast: dict[str, Member]) -> dict[str, object]:
    """The names that a prompt template may use, described at the head of templates/prompts/wan.j2."""
    language = language_of(clip)
    printer = _Printer(cast, _EASTERN if language in ("zh", "ja") else _WESTERN)
    label, timed = label_of(clip, profile), clip.timed and profile.shots.style != "single"
    overview = PlacedText.of(printer.pieces(clip.overview))
    shots = [_shot(shot, printer, label, timed) for shot in clip.shots]
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


def label_of(clip: Clip, profile: Profile) -> Label:
    """The words of the clip's language, else those of English."""
    return profile.shots.labels.get(language_of(clip), profile.shots.labels["en"])


def _spoken(text: Text | None) -> str:
    return text.value if text is not None else ""


def _shot(shot: Shot, printer: _Printer, label: Label, timed: bool) -> ShotView:
    begun = len(printer.seen)
    printed = _printed(shot, printer)
    line = PlacedText.of(_line(printed, printer.style, label))
    seen = list(printer.seen)[begun:] if len(printer.seen) > begun else ()

    def cast() -> tuple[CastView, ...]:
        named = sorted({*seen, *_named(shot)})
        return tuple([CastView(name, _spoken(printer.description(name, state))) for name, state in named])

    start, end = seconds(shot.start or 0), seconds(shot.end or 0)
    return ShotView(shot, label.shot.format(n=shot.number, start=start, end=end) if timed else "", line, printed, cast)


def _printed(shot: Shot, printer: _Printer) -> _Printed:
    """What a shot says, printed in the order in which it is read.

    A field that holds nothing but a note leaves no trace.
    """
    fields: dict[str, _Pieces] = {}
    action = None
    # The transition is read before the action, the other fields behind it.
    for field in sorted(shot.fields, key=_is_no_transition) if len(shot.fields) > 1 else shot.fields:
        if action is None and field.key != "transition":
            action = printer.pieces(shot.action)
        if field.text.value:
            _gather(fields, field.key, printer.pieces(field.text), printer.style)
    if action is None:
        action = printer.pieces(shot.action)
    if not shot.dialogue:
        return _Printed(action, fields, [])
    present = {name for name, _ in _mentioned(shot)}
    dialogue = [(speech, printer.speech(speech, present)) for speech in shot.dialogue if speech.typed.value]
    return _Printed(action, fields, dialogue)


def _is_no_transition(field: Field) -> bool:
    return field.key != "transition"


def _gather(fields: dict[str, _Pieces], key: str, pieces: _Pieces, style: _Style) -> None:
    if key in fields:
        fields[key] += [(style.apart, None), *pieces]
    else:
        fields[key] = pieces


def _line(printed: _Printed, style: _Style, label: Label) -> _Pieces:
    """All of a shot but its label: the transition, the action, the other fields by name, and the dialogue."""
    action, fields, dialogue = printed.action, printed.fields, printed.dialogue
    if not fields and not dialogue:
        return action
    line: _Pieces = []
    if "transition" in fields:
        text = "".join([text for text, _ in fields["transition"]]).rstrip(" .。:：")
        line += [*_cut(fields["transition"], len(text)), (style.colon if action else style.stop, None)]
    line += action
    if line and (dialogue or len(fields) > ("transition" in fields)):
        _stop(line, style.stop)
    for key, pieces in fields.items():
        if key != "transition":
            line += [(style.space if line else "", None), (getattr(label, key) + style.colon, None), *pieces]
            _stop(line, style.stop)
    for _, spoken in dialogue:
        line += [(style.space if line else "", None), *spoken]
    return line


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


def _cut(pieces: _Pieces, length: int) -> _Pieces:
    kept: _Pieces = []
    for text, span in pieces:
        if length <= 0:
            break
        kept.append((text[:length], span))
        length -= len(text)
    return kept


def _stop(line: _Pieces, stop: str) -> None:
    """End a sentence that nothing ends yet."""
    for text, _ in reversed(line):
        bare = text.rstrip()
        if bare:
            if not bare.endswith(_ENDS):
                line.append((stop, None))
            return
