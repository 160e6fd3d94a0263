"""Code actions: the fix of a mistake, silencing it, and all fixes of a story at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeActionParams,
    Range,
    TextEdit,
    WorkspaceEdit,
)

from storyboard.compiler.pipeline import Options
from storyboard.compiler.rewriting import mended
from storyboard.compiler.rules import by_code
from storyboard.diagnostics import Diagnostic, Safety, fixable
from storyboard.lsp import editing
from storyboard.lsp.desk import Desk
from storyboard.lsp.diagnosing import as_typed
from storyboard.lsp.features import FIX_ALL, FIX_ALL_UNSAFE
from storyboard.lsp.lines import TextLines
from storyboard.lsp.sheet import StorySheet


def code_action(desk: Desk, params: CodeActionParams) -> list[CodeAction]:
    """What may be done about the mistakes of a range; safe fixes are preferred, unsafe ones say that they are."""
    sheet = desk.sheet(params.text_document.uri)
    if sheet is None:
        return []
    wanted = params.context.only
    shown = params.context.diagnostics
    asked = {(str(mistake.code), mistake.range.start.line, mistake.range.start.character) for mistake in shown}
    actions = [*_of_range(sheet, params.range, asked), *_of_all(sheet)]
    listed = (action for action in actions if wanted is None or any(_below(action.kind, kind) for kind in wanted))
    return [action if desk.resolves or action.edit is not None else resolve(desk, action) for action in listed]


def resolve(desk: Desk, action: CodeAction) -> CodeAction:
    """The action with its edits: all fixes are made, to see which can be, when the writer asks for them."""
    data = cast("dict[str, Any]", action.data or {})
    sheet = desk.sheet(str(data.get("uri", "")))
    if sheet is not None:
        action.edit = _all_fixes(sheet, unsafe=bool(data.get("unsafe")))
    return action


def _below(kind: str | CodeActionKind | None, wanted: str | CodeActionKind) -> bool:
    """Whether a kind is another one or below it, as `source.fixAll.storyc` is below `source`."""
    words, asked = (str(getattr(name, "value", name)) for name in (kind, wanted))
    return words == asked or words.startswith(f"{asked}.") or not asked


def _of_range(sheet: StorySheet, where: Range, asked: set[tuple[str, int, int]]) -> Iterator[CodeAction]:
    """What may be done about the mistakes in a range, and about those that the editor names, as Vim does a line's."""
    start, end = sheet.offset(where.start), sheet.offset(where.end)
    for diagnostic in sheet.compiled.diagnostics:
        span = diagnostic.span
        if span.path != sheet.compiled.path:
            continue
        place = sheet.range(span).start
        if (span.start > end or span.end < start) and (diagnostic.code, place.line, place.character) not in asked:
            continue
        fix = diagnostic.fix
        if fix is not None and fix.edits:
            safe = fix.safety is Safety.SAFE
            yield CodeAction(
                fix.title if safe else f"{fix.title} (unsafe)",
                CodeActionKind.QuickFix,
                [as_typed(diagnostic, sheet)],
                is_preferred=safe or None,
                edit=editing.of_fix(fix.edits, sheet),
            )
        if by_code()[diagnostic.code].ignorable and not diagnostic.finding.binding:
            yield _ignoring(diagnostic, sheet)


def _ignoring(diagnostic: Diagnostic, sheet: StorySheet) -> CodeAction:
    """A comment above the line that silences the rule there; in front matter it is YAML's."""
    lines = sheet.lines(sheet.compiled.path)
    place = sheet.range(diagnostic.span).start
    typed = lines.line(place.line)
    story = sheet.compiled.story
    front = story.script.front if story is not None else None
    within = front is not None and diagnostic.span.start < front.start + len(front.text)
    comment = f"{'#' if within else '//'} storyc: ignore[{diagnostic.code}]"
    indent = typed[: len(typed) - len(typed.lstrip(" \t"))]
    at = lines.range(lines.starts[place.line], lines.starts[place.line])
    edit = TextEdit(at, f"{indent}{comment}{sheet.source.newline}")
    return CodeAction(
        f"ignore {diagnostic.code} ({diagnostic.name}) here",
        CodeActionKind.QuickFix,
        [as_typed(diagnostic, sheet)],
        edit=WorkspaceEdit(changes={sheet.uri: [edit]}),
    )


def _of_all(sheet: StorySheet) -> Iterator[CodeAction]:
    safe, unsafe = fixable(sheet.compiled.diagnostics)
    if safe:
        data = {"uri": sheet.uri, "unsafe": False}
        yield CodeAction("make all safe fixes", FIX_ALL, data=data)
    if unsafe:
        data = {"uri": sheet.uri, "unsafe": True}
        yield CodeAction("make all fixes, unsafe ones too", FIX_ALL_UNSAFE, data=data)


def _all_fixes(sheet: StorySheet, *, unsafe: bool) -> WorkspaceEdit:
    desk = sheet.desk
    made_of = mended(desk.files(sheet.root), sheet.compiled.path, sheet.config, Options(), unsafe=unsafe)
    return WorkspaceEdit(
        changes={
            desk.uri(sheet.root, path): editing.between(TextLines(before, desk.encoding), after)
            for path, (before, after) in made_of.texts.items()
        }
    )
