"""Definition and references: where a name is described, and all places that mention it."""

from __future__ import annotations

from lsprotocol.types import DefinitionParams, Location, ReferenceParams

from storyboard.compiler.naming import Mention, Name, mention_at, mentions
from storyboard.lsp.desk import Desk
from storyboard.lsp.sheet import StorySheet


def definition(desk: Desk, params: DefinitionParams) -> list[Location]:
    """Where the name at a position is described, in this file or in an include."""
    sheet = desk.sheet(params.text_document.uri)
    mention = mention_at(sheet.compiled, sheet.offset(params.position)) if sheet is not None else None
    if sheet is None or mention is None:
        return []
    described = [other for other in mentions(sheet.compiled) if other.defines and other.meant == mention.meant]
    return [sheet.location(other.span) for other in described]


def references(desk: Desk, params: ReferenceParams) -> list[Location]:
    """All places that mention the name at a position, in each story of the project that has it from the same file."""
    sheet = desk.sheet(params.text_document.uri)
    mention = mention_at(sheet.compiled, sheet.offset(params.position)) if sheet is not None else None
    if sheet is None or mention is None:
        return []
    declared = params.context.include_declaration
    return [
        other.location(place.span)
        for other, places in everywhere(sheet, mention.meant)
        for place in places
        if declared or not place.defines
    ]


def everywhere(sheet: StorySheet, meant: Name) -> list[tuple[StorySheet, list[Mention]]]:
    """The mentions of a name by story, each place once: the story's own first.

    Where an include describes the name, all stories of the project are read that include the file.
    """
    own = [mention for mention in mentions(sheet.compiled) if mention.meant == meant]
    files = {mention.span.path for mention in own if mention.defines} - {sheet.compiled.path}
    listed = [(sheet, own)]
    known = {mention.span for mention in own}
    for other in sheet.desk.others(sheet) if files else ():
        if files <= set(other.compiled.includes):
            places = [
                mention for mention in mentions(other.compiled) if mention.meant == meant and mention.span not in known
            ]
            known.update(mention.span for mention in places)
            listed.append((other, places))
    return listed
