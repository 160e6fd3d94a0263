"""Shots as elements of XML: times in their attributes or in elements within them."""

from __future__ import annotations

import html

from storyboard.exchange.importers._data import drafts_of
from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._literal import Many, Table, Value
from storyboard.exchange.importers._plain import ended
from storyboard.language import words
from storyboard.language.syntax import nature
from storyboard.language.syntax.elements import Tag, names_a_shot, tags, tells_a_time, without_remarks

RANK = 1
DEPTH = 50
_WORDS = "text"


class _Element:
    """An element that is read: its pairs, its words, and the shots within it."""

    def __init__(self, tag: Tag) -> None:
        self.name = tag.name
        self.pairs: list[tuple[str, Value]] = list(tag.pairs)
        self.words: list[str] = []
        self.shots: list[Value] = []
        self.timed = tag.timed

    def shot(self) -> bool:
        """Whether the element is a shot: one with a time, or by its name."""
        return not self.shots and (self.timed or names_a_shot(self.name))

    def said(self) -> str:
        return html.unescape(" ".join("".join(self.words).split()))

    def table(self) -> Table:
        """The element as an object."""
        said = self.said()
        return Table((*self.pairs, *(((_WORDS, said),) if said else ())))


def suits(text: str) -> bool:
    """Whether the text is XML that tells shots."""
    return nature.of_text(ended(text)) is nature.XML


def read(text: str) -> Draft | Refused:
    """The elements with times, or with the name of a shot, as shots; the words round them are the overview."""
    top = _top(without_remarks(ended(text)))
    if top is None:
        return Refused(f"its elements are nested deeper than {DEPTH}")
    if not top.shots:
        return Refused("it holds no element with a time or with the name of a shot")
    said = top.said()
    shots = Many(tuple(top.shots))
    prompt = (("prompt", said),) if said else ()
    listed: Value = Table((*top.pairs, *prompt, (words.of("lists")[0], shots))) if said or top.pairs else shots
    drafts = drafts_of(Table((("(0)", listed),)))
    return drafts[0] if drafts else Refused("its elements hold no words for shots")


def _top(text: str) -> _Element | None:
    """The whole text as an element with its shots; None where it is nested too deep."""
    top = _Element(Tag(0, 0, "", opens=True, shuts=False, pairs=()))
    stack = [top]
    at = 0
    for tag in tags(text):
        stack[-1].words.append(text[at : tag.start])
        at = tag.end
        if tag.opens:
            if len(stack) > 1 and stack[-1].name == tag.name and stack[-1].shot():  # one that nothing shut
                element = stack.pop()
                _put(stack[-1], element)
            stack.append(_Element(tag))
            if len(stack) > DEPTH:
                return None
        while tag.shuts and len(stack) > 1:
            element = stack.pop()
            _put(stack[-1], element)
            if element.name == tag.name:
                break
    stack[-1].words.append(text[at:])
    while len(stack) > 1:
        element = stack.pop()
        _put(stack[-1], element)
    return top


def _put(around: _Element, element: _Element) -> None:
    """Puts an element that has ended into the one around it: as a shot, as a pair, or as words."""
    if element.shots:
        around.shots += element.shots
        around.pairs += [pair for pair in element.pairs if pair[0] not in dict(around.pairs)]
        around.words += element.words
    elif element.shot():
        around.shots.append(element.table())
    elif not element.pairs and element.said():
        around.pairs.append((element.name, element.said()))
        around.timed = around.timed or tells_a_time(element.name)
    else:
        around.words += element.words
