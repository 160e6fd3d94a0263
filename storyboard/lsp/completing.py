"""Completion: what may stand at the cursor, by what stands before it on the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionList,
    CompletionParams,
    InsertTextFormat,
    Position,
    Range,
    TextEdit,
)

from storyboard.compiler.rules import all_rules
from storyboard.language.story import Clip
from storyboard.language.syntax.settings import KEYS
from storyboard.language.words.keys import FIELDS
from storyboard.lsp.desk import Desk
from storyboard.lsp.offers import Offer, values
from storyboard.lsp.sheet import StorySheet
from storyboard.patterns import lazy
from storyboard.timing import seconds

_RULE = lazy(r"storyc:[ \t]*+ignore[ \t]*+\[(?:[^\]\n]*,)?[ \t]*+([A-Za-z0-9-]*)$")
_VARIABLE = lazy(r"\{\{[ \t]*+([\w-]*)$")
_CLOSED = lazy(r"[\w-]*+[ \t]*+\}\}")
_STATE = lazy(r"(?:@|^[ \t]*+)([^@/\n]{1,60})/([\w-]*)$")
_MENTION = lazy(r"@([^@/\n]{0,60})$")
_VALUE = lazy(r"^[ \t]*+([A-Za-z_]+)[ \t]*+[:：][ \t]*+(.*)$")
_ENTRY = lazy(r"^[ \t]++-[ \t]++(.*)$")
_WORD = lazy(r"^[ \t]*+([\w ]*)$")
# How many keys stand above the line of a member's look, or of a variant's setting.
_NESTED = 2
# The gaps of a snippet, of which an editor that knows none is given the words alone.
_PLACEHOLDER = lazy(r"\$(?:[0-9]|\{[0-9]:([^}]*)\})")


class Spot(msgspec.Struct, frozen=True):
    """The cursor: its offset, what stands before it on its line, and whether that is front matter."""

    sheet: StorySheet
    position: Position
    offset: int
    before: str
    in_front: bool


def completion(desk: Desk, params: CompletionParams) -> CompletionList:
    """What may stand at a position."""
    sheet = desk.sheet(params.text_document.uri)
    if sheet is None:
        return CompletionList(is_incomplete=False, items=[])
    offset = sheet.offset(params.position)
    before = sheet.source.text[:offset].rpartition("\n")[2]
    front = sheet.compiled.story.script.front if sheet.compiled.story is not None else None
    # Front matter that nothing closes yet is being written.
    open_front = front is None and sheet.source.text.startswith("---\n")
    in_front = open_front or (front is not None and offset < len(front.text))
    spot = Spot(sheet, params.position, offset, before, in_front)
    typed, offers = _offers(spot)
    items = [_item(number, offer, typed, spot) for number, offer in enumerate(offers)]
    return CompletionList(is_incomplete=False, items=items)


def _offers(spot: Spot) -> tuple[str, list[Offer]]:
    """What was typed of the word at the cursor, and the words that it may become."""
    before, story = spot.before, spot.sheet.compiled.story
    if (match := _RULE.search(before)) is not None:
        return match[1], [Offer(rule.code, f"{rule.name}: {rule.summary}") for rule in all_rules() if rule.ignorable]
    if story is None:
        return "", []
    if (match := _VARIABLE.search(before)) is not None:
        closing = "" if _CLOSED.match(spot.sheet.source.text, spot.offset) else " }}"
        listed = story.variables.items()
        return match[1], [Offer(name, value.text, insert=f"{name}{closing}") for name, value in listed]
    if (match := _STATE.search(before)) is not None and match[1] in story.cast:
        states = story.cast[match[1]].states
        return match[2], [Offer(name, text.value) for name, text in states.items()]
    if not spot.in_front and (match := _MENTION.search(before)) is not None:
        members = story.cast.values()
        return match[1], [Offer(member.name, member.look.value if member.look else "") for member in members]
    if (match := _VALUE.match(before)) is not None:
        return match[2], list(values(match[1].lower(), spot.sheet))
    if spot.in_front and (match := _ENTRY.match(before)) is not None:
        return match[1], list(values("include", spot.sheet))
    if (match := _WORD.match(before)) is not None:
        return match[1], list(_line_starts(spot))
    return "", []


# ---- what a line may begin with ----------------------------------------------------------------------------------


def _line_starts(spot: Spot) -> Iterator[Offer]:
    sheet, story = spot.sheet, spot.sheet.compiled.story
    if story is None:
        return
    indented = spot.before[:1] in (" ", "\t")
    if spot.in_front:
        yield from _below(spot) if indented else _keys(key for key in KEYS if key not in sheet.compiled.scopes[""].own)
        return
    clip = sheet.clip_at(spot.offset)
    shot = sheet.shot_at(clip, spot.offset) if clip is not None else None
    marked = clip is not None and shot is not None and shot.mark is not None
    if not indented:
        yield _next_mark(clip if marked else None)
    if marked:
        yield from (Offer(f"{key}:", "a field of the shot", insert=f"{key}: ") for key in (*FIELDS, "picture"))
        yield from (Offer(f"{name}:", "says", insert=f'{name}: "$1"', snippet=True) for name in story.cast)
    else:
        headed = any(scene.heading is not None and scene.heading.start <= spot.offset for scene in story.scenes)
        yield from _keys(key for key, setting in KEYS.items() if setting.in_clip or not headed)
    if not indented:
        yield Offer("# ", "a new clip", insert="# ${1:title}", snippet=True)


def _below(spot: Spot) -> Iterator[Offer]:
    """What may stand on an indented line of front matter: of a member of the cast, of a variant."""
    above: list[str] = []
    depth = len(spot.before) - len(spot.before.lstrip())
    for line in reversed(spot.sheet.source.text[: spot.offset].split("\n")[:-1]):
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent < depth:
            above.append(line.strip().partition(":")[0])
            depth = indent
    if len(above) == _NESTED and above[-1] == "cast":
        yield from (Offer(f"{key}:", "of the member", insert=f"{key}: ") for key in ("look", "voice"))
    elif len(above) == _NESTED and above[-1] == "variants":
        yield from _keys(key for key in KEYS if key not in ("variants", "include"))


def _keys(keys: Iterable[str]) -> Iterator[Offer]:
    return (Offer(f"{key}:", "a setting", insert=f"{key}: ") for key in keys)


def _next_mark(clip: Clip | None) -> Offer:
    """The mark of the shot that follows the last one of a clip, or of its first."""
    shots = [shot for shot in clip.shots if shot.mark is not None] if clip is not None else []
    last = shots[-1] if shots else None
    mark = last.mark if last is not None else None
    label = (mark.label if mark is not None else "") or "Shot"
    start = last.end if last is not None and last.end is not None else 0
    lasts = (last.end or 0) - (last.start or 0) if last is not None and last.start is not None else 0
    end = start + (lasts if lasts > 0 else 3000)
    begun = f"{label} {len(shots) + 1} [{seconds(start)}-"
    return Offer(f"{begun}{seconds(end)}s]", "a shot", insert=f"{begun}${{1:{seconds(end)}}}s] $0", snippet=True)


def _item(number: int, offer: Offer, typed: str, spot: Spot) -> CompletionItem:
    snippet = offer.snippet and spot.sheet.desk.snippets
    written = offer.insert or offer.label
    if offer.snippet and not snippet:
        written = _PLACEHOLDER.sub(lambda match: match[1] or "", written)
    start = spot.sheet.lines(spot.sheet.compiled.path).position(spot.offset - len(typed))
    return CompletionItem(
        offer.label,
        kind=CompletionItemKind.Text,
        detail=offer.detail[:200] or None,
        sort_text=f"{number:04}",
        filter_text=offer.label,
        insert_text_format=InsertTextFormat.Snippet if snippet else InsertTextFormat.PlainText,
        text_edit=TextEdit(Range(start, spot.position), written),
    )
