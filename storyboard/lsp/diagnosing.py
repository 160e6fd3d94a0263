"""Diagnostics: what a check says of a story, as the editor shows it beside the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from lsprotocol import types

from storyboard.diagnostics import Diagnostic, Level, rule_page
from storyboard.lsp.desk import Desk
from storyboard.lsp.sheet import StorySheet
from storyboard.source import Span

Json: TypeAlias = dict[str, Any]
_SEVERITY = {Level.ERROR: 1, Level.WARNING: 2, Level.NOTICE: 3}
# What stands there and serves for nothing, which editors draw faintly: an unused member, an unused comment.
_UNNECESSARY = frozenset({"SB403", "SB108"})


# What was published of one document: its address, the version that was read, and the diagnostics.
News: TypeAlias = "tuple[str, int | None, list[Json]]"


class Reports:
    """What was sent to the editor, so that only what has changed is sent again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stories: dict[str, tuple[StorySheet, dict[str, list[Json]]]] = {}
        self._sent: dict[str, list[Json]] = {}

    def news(self) -> Iterator[News]:
        """What there is to tell at once: of the stories that can be checked where they were edited, and of settings.

        A story that was checked again is always told of; a file that several stories include has the diagnostics of
        all of them, each once.
        """
        return self._news(self._desk.quick)

    def rest(self) -> Iterator[News]:
        """The same with all other stories, compiled as a whole; after it `is_settled` holds."""
        return self._news(self._settled)

    def is_settled(self) -> bool:
        """Whether what was told is what a check of all stories says, as far as is known without one."""
        sheets = ((self._desk.quick(buffer.uri), self._stories.get(buffer.uri)) for buffer in self._desk.stories())
        return all(before is not None and before[0] is sheet and before[0].settles() for sheet, before in sheets)

    def due(self) -> list[str]:
        """The addresses of stories that are to be compiled as a whole before `rest` takes little time."""
        sheets = ((buffer.uri, self._desk.quick(buffer.uri)) for buffer in self._desk.stories())
        return [uri for uri, sheet in sheets if sheet is None or not sheet.settles()]

    def alone(self) -> list[StorySheet]:
        """The stories as they were told of that were not compiled as a whole."""
        return [sheet for sheet, _ in self._stories.values() if not sheet.is_whole]

    def disproved(self) -> bool:
        """Whether a story that was not compiled as a whole has other diagnostics then, which now count."""
        wrong = [sheet.uri for sheet in self.alone() if not sheet.agrees()]
        for uri in wrong:
            self._desk.whole(uri)
        return bool(wrong)

    def _settled(self, uri: str) -> StorySheet | None:
        sheet = self._desk.quick(uri)
        return sheet if sheet is not None and sheet.settles() else self._desk.whole(uri)

    def _news(self, read: Callable[[str], StorySheet | None]) -> Iterator[News]:
        anew: set[str] = set()
        stories: dict[str, tuple[StorySheet, dict[str, list[Json]]]] = {}
        for buffer in self._desk.stories():
            sheet, before = read(buffer.uri), self._stories.get(buffer.uri)
            if sheet is not None and (before is None or before[0] is not sheet):
                anew.add(buffer.uri)
                before = sheet, published(sheet)
            if before is not None:
                stories[buffer.uri] = before
        self._stories = stories
        now = self._together()
        for uri in [*now, *(uri for uri in self._sent if uri not in now)]:
            diagnostics = now.get(uri, [])
            if uri in anew or diagnostics != self._sent.get(uri, []):
                buffer = self._desk.buffer(uri)
                yield uri, buffer.version if buffer is not None else None, diagnostics
        self._sent = now

    def _together(self) -> dict[str, list[Json]]:
        now: dict[str, list[Json]] = {}
        for _, by_uri in self._stories.values():
            for uri, diagnostics in by_uri.items():
                if uri in now:
                    now[uri] = [*now[uri], *(diagnostic for diagnostic in diagnostics if diagnostic not in now[uri])]
                else:
                    now[uri] = diagnostics
        for uri, message in self._desk.mistakes():
            now[uri] = [*now.get(uri, []), mistake(message)]
        return now


def published(sheet: StorySheet) -> dict[str, list[Json]]:
    """The diagnostics of a story by the address of the file that they stand in, its own always among them."""
    by_uri: dict[str, list[Json]] = {sheet.uri: []}
    for diagnostic in sheet.diagnostics:
        uri = sheet.desk.uri(sheet.root, diagnostic.path)
        by_uri.setdefault(uri, []).append(as_json(diagnostic, sheet))
    return by_uri


def as_json(diagnostic: Diagnostic, sheet: StorySheet) -> Json:
    """One diagnostic as the protocol writes it; the notes are places that it rests on."""
    finding = diagnostic.finding
    written: Json = {
        "range": _range(finding.span, sheet),
        "severity": _SEVERITY[diagnostic.level],
        "code": diagnostic.code,
        "source": "storyc",
        "message": f"{finding.message}\n{finding.help}" if finding.help else finding.message,
    }
    page = rule_page(diagnostic.code)
    if page.startswith("https:"):
        written["codeDescription"] = {"href": page}
    if diagnostic.code in _UNNECESSARY:
        written["tags"] = [1]
    if finding.related:
        written["relatedInformation"] = [
            {
                "location": {"uri": sheet.desk.uri(sheet.root, note.span.path), "range": _range(note.span, sheet)},
                "message": note.message,
            }
            for note in finding.related
        ]
    return written


def as_typed(diagnostic: Diagnostic, sheet: StorySheet) -> types.Diagnostic:
    """One diagnostic as an action names it."""
    severity = types.DiagnosticSeverity(_SEVERITY[diagnostic.level])
    message = as_json(diagnostic, sheet)["message"]
    return types.Diagnostic(sheet.range(diagnostic.span), message, severity, diagnostic.code, source="storyc")


def mistake(message: str) -> Json:
    """What is wrong with a file of settings, at its start."""
    nowhere = {"line": 0, "character": 0}
    return {"range": {"start": nowhere, "end": nowhere}, "severity": 1, "source": "storyc", "message": message}


def _range(span: Span, sheet: StorySheet) -> Json:
    where = sheet.range(span)
    return {
        "start": {"line": where.start.line, "character": where.start.character},
        "end": {"line": where.end.line, "character": where.end.character},
    }
