"""The records of every stage, from what the writer typed to the clips that are laid out: frozen, without behaviour.

Script (rows as typed) → Story (settings, cast, text resolved) → Clip (times laid out, one paid generation each).
Times are integer milliseconds from the clip's start; an unknown time is None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from storyboard.source import Span

# ---- as typed ----------------------------------------------------------------------------------------------------


class Row(msgspec.Struct, frozen=True, gc=False):
    """One line of the file: its kind (a terminal of story.lark), the offset of its first character, its text."""

    kind: str
    start: int
    text: str


class Mark(msgspec.Struct, frozen=True, gc=False):
    """What starts a shot, read from its line.

    `form` says how the time is given: a range (`start`, `end`), a start whose end is the clip's (`open`), a length
    (`length`), none, or a near miss (`broken`).
    `number` is as written, `language` that of label or unit: `en`, `zh`, `ja`, … or `` where nothing tells.
    `stated` is a second length in the bracket (`0:00-0:03, 3s`).
    """

    span: Span
    form: Literal["range", "open", "length", "untimed", "broken"]
    label: str = ""
    label_span: Span | None = None
    number: int | None = None
    number_span: Span | None = None
    time_span: Span | None = None
    start_span: Span | None = None
    end_span: Span | None = None
    start: int | None = None
    end: int | None = None
    length: int | None = None
    stated: int | None = None
    clocks: bool = False
    title: str = ""
    title_span: Span | None = None
    language: str = ""
    words_only: bool = False


class ScriptShot(msgspec.Struct, frozen=True):
    """A mark, the text after it on its line, and the rows below it."""

    mark: Mark
    first: Row
    rows: tuple[Row, ...]
    row: Row


class ScriptClip(msgspec.Struct, frozen=True):
    """A heading (None for shots before the first heading), the rows before its first shot, and its shots."""

    heading: Row | None
    head: tuple[Row, ...]
    shots: tuple[ScriptShot, ...]


class Ignore(msgspec.Struct, frozen=True):
    """A `storyc: ignore[…]` comment: the rules it names, and the line it silences (0: the whole file)."""

    rules: tuple[tuple[str, Span], ...]
    line: int
    span: Span


class Script(msgspec.Struct, frozen=True):
    """A file as typed: front matter, the rows above the first shot or heading, the clips, and the comments."""

    path: str
    front: Row | None
    head: tuple[Row, ...]
    clips: tuple[ScriptClip, ...]
    comments: tuple[Row, ...]
    ignores: tuple[Ignore, ...]


# ---- settings and names ------------------------------------------------------------------------------------------


class Setting(msgspec.Struct, frozen=True):
    """One setting, typed by its key: `value`, where the value and the key stand, and the value as typed."""

    key: str
    value: Any
    span: Span
    key_span: Span
    typed: str = ""


class Value(msgspec.Struct, frozen=True):
    """A text that stands in one stretch of a file, such as a cast member's description or a variable's value."""

    text: str
    span: Span


class Member(msgspec.Struct, frozen=True):
    """A member of the cast: `look` as described, `voice`, and the other states by name."""

    name: str
    span: Span
    look: Text | None = None
    voice: Text | None = None
    states: dict[str, Text] = {}

    def texts(self) -> list[Text]:
        """All its words: how it looks, its voice and its states."""
        return [text for text in (self.look, self.voice, *self.states.values()) if text is not None]


# ---- resolved ----------------------------------------------------------------------------------------------------


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text and the place in the source that it comes from.

    Kinds: `words` as typed; `variable` (`name`; `known`); `mention` of the cast (`name`, `state`; not `known` when the
    member has no such state); `stray`, an `@` that names nobody; `note`, left out of the text; `open`, a `[[` or `{{`
    that nothing closes. Where `text` is as long as `span`, offsets in both agree.
    """

    text: str
    span: Span
    kind: Literal["words", "variable", "mention", "stray", "note", "open"] = "words"
    name: str = ""
    state: str = ""
    known: bool = True


class Text(msgspec.Struct, frozen=True, gc=False):
    """Words for the model: the whole value, with cast members by name, and the pieces it was made of."""

    value: str = ""
    pieces: tuple[Piece, ...] = ()


def is_mixed(text: Text) -> bool:
    """Whether a text is more than one stretch of words as typed, so that it may hold a name, a variable or a note."""
    return len(text.pieces) > 1 or any(piece.kind != "words" for piece in text.pieces)


class Field(msgspec.Struct, frozen=True):
    """A named part of a shot (`camera`, `light`, `sound`, `music`, `transition`), with its key's place."""

    key: str
    text: Text
    span: Span


class Picture(msgspec.Struct, frozen=True):
    """The writer's own picture of a shot, a file of the project that no request holds.

    `typed` is its name as written and `path` counts from the project's root, None where it leaves the project. `line`
    is the field's key; of a picture that the setting `frames` found both spans are those of the setting.
    """

    path: str | None
    typed: str
    span: Span
    line: Span


class Speech(msgspec.Struct, frozen=True):
    """A line of dialogue: who speaks, in which state and manner, and the words without their quotation marks.

    `typed` is the words as written, quotation marks included; `member` says whether the speaker is in the cast;
    `unseen` that the manner, or a speaker's name like NARRATOR, says that the speaker is not in the picture.
    """

    name: str
    state: str
    manner: str
    words: Text
    typed: Text
    span: Span
    name_span: Span
    member: bool
    known: bool = True
    unseen: bool = False


class Shot(msgspec.Struct, frozen=True):
    """A stretch of the clip's time with text; `number` is its place in the clip, `mark` None in a clip without any.

    `picture` is shown where the clip is drawn, and never a part of the prompt.
    """

    number: int
    mark: Mark | None
    span: Span
    start: int | None
    end: int | None
    title: str = ""
    action: Text = Text()
    fields: tuple[Field, ...] = ()
    dialogue: tuple[Speech, ...] = ()
    picture: Picture | None = None

    def texts(self) -> list[Text]:
        """All its words: its action, fields and dialogue."""
        fields, speeches = [field.text for field in self.fields], [speech.typed for speech in self.dialogue]
        return [self.action, *fields, *speeches]


class Scene(msgspec.Struct, frozen=True):
    """A clip as written: its heading, settings, text and shots with the times that the writer gave.

    `texts` are all its words, in their order: of the title, of the clip, of each shot, and the closing ones; `mixed`
    those of them that are more than one stretch of words as typed.
    """

    index: int
    title: Text
    heading: Span | None
    settings: dict[str, Setting]
    text: Text
    shots: tuple[Shot, ...]
    closing: Text
    span: Span
    texts: tuple[Text, ...] = ()
    mixed: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        texts = [self.title, self.text]
        for shot in self.shots:
            texts += shot.texts()
        texts.append(self.closing)
        # A dozen rules walk through them.
        kept = tuple([text for text in texts if text.pieces])
        msgspec.structs.force_setattr(self, "texts", kept)
        msgspec.structs.force_setattr(self, "mixed", tuple([text for text in kept if is_mixed(text)]))


class Story(msgspec.Struct, frozen=True):
    """A story with includes, variables and cast resolved, for the story itself or for one of its variants."""

    path: str
    variant: str
    title: str
    settings: dict[str, Setting]
    overrides: dict[str, Setting]
    cast: dict[str, Member]
    variables: dict[str, Value]
    overview: Text
    scenes: tuple[Scene, ...]
    script: Script

    def texts(self) -> Iterator[Text]:
        """All its words: the overview and those of its clips; the cast's are not among them."""
        yield self.overview
        for scene in self.scenes:
            yield from scene.texts

    def mixed(self) -> Iterator[Text]:
        """Those of its words that may hold a name, a variable or a note."""
        yield self.overview
        for scene in self.scenes:
            yield from scene.mixed

    @property
    def names_model(self) -> bool:
        """Whether the story or its variant says which model makes its clips."""
        return "model" in self.settings or "model" in self.overrides


# ---- laid out ----------------------------------------------------------------------------------------------------


class Clip(msgspec.Struct, frozen=True):
    """One paid generation: `duration` in milliseconds (None while unknown), `size` as the model names it.

    `planned` is where the shots end; `sound` says that every time is known and the shots follow each other without
    hole or overlap. `written` are the settings in force with their places; `overview` holds the story's and the clip's.
    """

    index: int
    title: str
    slug: str
    overview: Text
    closing: Text
    shots: tuple[Shot, ...]
    settings: dict[str, Setting]
    duration: int | None
    planned: int | None
    size: str
    timed: bool
    sound: bool
    span: Span
    heading: Span | None
    part: int = 0

    @property
    def takes(self) -> int:
        """How many takes are asked for."""
        setting = self.settings.get("takes")
        return setting.value if setting is not None else 1

    @property
    def pick(self) -> int:
        """The take that the writer wants to see, 0 where none is named."""
        setting = self.settings.get("pick")
        return setting.value if setting is not None else 0


def names(clip: Clip) -> frozenset[str]:
    """The words, case-folded, that name a clip on a command line: its number, its title, its slug, its files' name."""
    words = [str(clip.index), clip.slug, f"{clip.index:02}-{clip.slug}"]
    # A title that is a number names nothing: the number is another clip's.
    words += [clip.title] if not clip.title.isdecimal() else []
    return frozenset(word.casefold() for word in words)


def plain(text: Text) -> str:
    """The words of a text, with cast members by name."""
    return text.value
