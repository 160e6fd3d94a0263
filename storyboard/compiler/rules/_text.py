"""What the rules about words share: all texts of a story, and the names that a word may be a slip of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storyboard.compiler.layout.inline import TextLine, known_names, read, read_value
from storyboard.diagnostics import one_slip
from storyboard.language import words
from storyboard.language.story import Piece, Shot, Story, Text

# A word of one or two letters is one slip away from too many others.
_LEAST = 3


def for_colleagues(word: str, *roles: str) -> bool:
    """Whether a folded word is a key of lines for colleagues; `not:` may be a slip in any language."""
    if word not in words.lookup(*roles):
        return False
    return not word.isascii() or len(word) > _LEAST or "en" in words.languages(*roles)[word]


def of_cast(story: Story) -> Iterator[Text]:
    """The descriptions, voices and states of the cast."""
    for member in story.cast.values():
        yield from member.texts()


def of_titles(story: Story) -> Iterator[Text]:
    """The story's own title and the titles of its shots, which no request holds."""
    using = known_names(story.cast, story.variables)
    title = story.overrides.get("title", story.settings.get("title"))
    if title is not None:
        yield read_value(title.span.path, title.value, title.span, using)
    for scene in story.scenes:
        for shot in scene.shots:
            if shot.mark is not None and shot.mark.title_span is not None:
                place = shot.mark.title_span
                yield read(place.path, [TextLine(place.start, shot.mark.title, False)], using)


def of_story(story: Story) -> Iterator[Text]:
    """Every text of a story in which names and variables are read, cast and titles included."""
    yield from _around_clips(story)
    yield from story.texts()


def mixed(story: Story) -> Iterator[Text]:
    """Those of `of_story` that may hold a name, a variable or a note."""
    yield from _around_clips(story)
    yield from story.mixed()


def _around_clips(story: Story) -> Iterator[Text]:
    yield from of_cast(story)
    yield from of_titles(story)


def opened(text: Text, sign: str, until: str) -> Iterator[tuple[Piece, int]]:
    """The first `[[` or `{{` that nothing closes in each stretch of a text, with how many there are in that stretch.

    `until` ends a stretch: the blank line between two paragraphs, or a line end.
    """
    first: Piece | None = None
    count = 0
    for piece in text.pieces:
        if piece.kind == "open" and piece.name == sign:
            first, count = first or piece, count + 1
        elif first is not None and piece.kind == "words" and piece.text.startswith(until):
            yield first, count
            first, count = None, 0
    if first is not None:
        yield first, count


def words_of(shot: Shot) -> str:
    """All words of a shot as they are written."""
    return " ".join([text.value for text in shot.texts() if text.value])


def has_words(shot: Shot) -> bool:
    """Whether a shot gives the model anything to go by."""
    # The action of nearly all shots has words.
    return bool(shot.action.value.strip()) or any(text.value.strip() for text in shot.texts())


class Slips:
    """Some names, and the way from a word to the name that it is a slip of, in time that the names do not lengthen.

    Two words that are one slip apart have a shortened form in common; so each name is filed under its own.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._folded = {name.casefold(): name for name in self._known}
        self._short: dict[str, list[str]] = {}
        for folded in self._folded:
            if len(folded) >= _LEAST:
                for form in _shortened(folded):
                    self._short.setdefault(form, []).append(folded)

    def name(self, word: str) -> str | None:
        """The name that a word differs from in case or by one slip, or None; a name itself is no slip."""
        folded = word.casefold()
        if folded in self._folded:
            return self._folded[folded] if self._folded[folded] != word else None
        if len(folded) < _LEAST or len(folded) > 100:
            return None
        for form in _shortened(folded):
            for near in self._short.get(form, ()):
                if one_slip(folded, near):
                    return self._folded[near]
        return None


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
