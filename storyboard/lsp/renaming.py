"""Rename: a member of the cast, a state, a variable or a clip, in all files that name it, or not at all."""

from __future__ import annotations

import re

from lsprotocol.types import PrepareRenameParams, PrepareRenamePlaceholder, RenameParams, TextEdit, WorkspaceEdit
from pygls.exceptions import JsonRpcInvalidParams

from storyboard.compiler.naming import Kind, Mention, Name, mention_at, mentions
from storyboard.compiler.pipeline import compile_story
from storyboard.lsp.desk import Desk
from storyboard.lsp.pointing import everywhere
from storyboard.lsp.sheet import StorySheet
from storyboard.source import MemoryFiles

# What a name may be, and what is said of one that it may not.
_FORMS: dict[Kind, tuple[str, str]] = {
    "cast": (r"[^\W_](?:[\w .'’-]{0,58}[\w.'’])?", "letters, digits and blanks, at most 60"),
    "state": (r"[^\W_][\w-]{0,59}", "a word of letters and digits"),
    "variable": (r"[^\W\d][\w-]{0,59}", "a word that begins with a letter"),
    "clip": (r"[^\n]{1,200}", "one line"),
}


def prepare_rename(desk: Desk, params: PrepareRenameParams) -> PrepareRenamePlaceholder | None:
    """The word at a position, where it can be renamed."""
    sheet = desk.sheet(params.text_document.uri)
    mention = mention_at(sheet.compiled, sheet.offset(params.position)) if sheet is not None else None
    if sheet is None or mention is None or not any(other.defines for other in _same(sheet, mention.meant)):
        return None
    return PrepareRenamePlaceholder(sheet.range(mention.span), mention.meant.name)


def rename(desk: Desk, params: RenameParams) -> WorkspaceEdit | None:
    """The edits of all files; refused where the name is no name, is taken, or would be read as something else."""
    sheet = desk.sheet(params.text_document.uri)
    mention = mention_at(sheet.compiled, sheet.offset(params.position)) if sheet is not None else None
    if sheet is None or mention is None:
        return None
    meant, name = mention.meant, params.new_name.strip()
    form, said = _FORMS[meant.kind]
    if re.fullmatch(form, name) is None:
        raise _refused(f"`{name}` is no name here: write {said}")
    renamed = Name(meant.kind, name, meant.of)
    if meant.kind != "clip" and _same(sheet, renamed):
        raise _refused(f"`{name}` is taken")
    changes: dict[str, list[TextEdit]] = {}
    for other, places in everywhere(sheet, meant):
        _prove(other, meant, renamed, places)
        for place in places:
            edits = changes.setdefault(desk.uri(other.root, place.span.path), [])
            edits.append(TextEdit(other.range(place.span), name))
    return WorkspaceEdit(changes=changes)


def _same(sheet: StorySheet, meant: Name) -> list[Mention]:
    return [mention for mention in mentions(sheet.compiled) if mention.meant == meant]


def _prove(sheet: StorySheet, meant: Name, renamed: Name, places: list[Mention]) -> None:
    """Refuse a name that would be read otherwise: the story is compiled with it, and names as many things as before."""
    texts: dict[str, str | bytes] = {}
    by_path: dict[str, list[Mention]] = {}
    for place in _same(sheet, meant):
        by_path.setdefault(place.span.path, []).append(place)
    for path, listed in by_path.items():
        text = sheet.compiled.sources[path].text
        for place in sorted(listed, key=lambda place: place.span.start, reverse=True):
            text = text[: place.span.start] + renamed.name + text[place.span.end :]
        texts[path] = text
    files = MemoryFiles(texts, sheet.desk.files(sheet.root))
    compiled = compile_story(files, sheet.compiled.path, sheet.config)
    after = StorySheet(sheet.desk, sheet.uri, sheet.root, sheet.config, {}, compiled)
    if len(_same(after, renamed)) != len(_same(sheet, meant)) or len(mentions(after.compiled)) != len(
        mentions(sheet.compiled)
    ):
        raise _refused(f"`{renamed.name}` would be read as something else in `{sheet.compiled.path}`")


def _refused(why: str) -> JsonRpcInvalidParams:
    return JsonRpcInvalidParams(why)
