"""The diagnostics of several stories as one report's: each mistake once, under the paths that its readers know."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from storyboard.diagnostics import Diagnostic, Edit, Note
from storyboard.project.compiling import CompiledStory
from storyboard.roots import is_repository
from storyboard.source import Source, Span

# Servers know a file by its path in the repository.
_FOR_SERVERS = ("github", "gitlab", "sarif")


def merged(form: str, stories: Sequence[CompiledStory]) -> tuple[tuple[Diagnostic, ...], dict[str, Source]]:
    """The diagnostics of several stories, the same mistake in a shared file once, and the sources by their paths.

    Paths are relative to the project's root, or to the folder that several roots have in common; in a format that a
    server reads, to the repository's.
    """
    roots = {project.root for project in {id(story.project): story.project for story in stories}.values()}
    common = (_repository(roots) if form in _FOR_SERVERS else None) or _common(roots)
    sources: dict[str, Source] = {}
    diagnostics: dict[Diagnostic, None] = {}
    for story in stories:
        if not (story.compiled.sources or story.compiled.diagnostics):  # it was sound in an earlier run
            continue
        prefix = "" if common is None else _prefix(story.root, common)
        sources.update((prefix + path, source) for path, source in story.compiled.sources.items())
        diagnostics.update((_moved(diagnostic, prefix), None) for diagnostic in story.compiled.diagnostics)
    return tuple(diagnostics), sources


def _repository(roots: set[Path]) -> Path | None:
    """The folder of the git repository that all roots lie in, None where no such folder is."""
    tops = {next((top for top in (root, *root.parents) if is_repository(top)), None) for root in roots}
    return tops.pop() if len(tops) == 1 else None


def _common(roots: set[Path]) -> Path | None:
    if len(roots) < 2:
        return None
    try:
        return Path(os.path.commonpath(roots))
    except ValueError:  # two drives have nothing in common
        return None


def _prefix(root: Path, common: Path) -> str:
    inside = root.relative_to(common).as_posix()
    return "" if inside == "." else inside + "/"


def _moved(diagnostic: Diagnostic, prefix: str) -> Diagnostic:
    """The diagnostic with `prefix` before every path in it."""
    if not prefix:
        return diagnostic

    def move(span: Span) -> Span:
        return msgspec.structs.replace(span, path=prefix + span.path)

    finding = diagnostic.finding
    fix = finding.fix and msgspec.structs.replace(
        finding.fix, edits=tuple(Edit(move(edit.span), edit.text) for edit in finding.fix.edits)
    )
    related = tuple(Note(note.message, move(note.span)) for note in finding.related)
    moved = msgspec.structs.replace(finding, span=move(finding.span), related=related, fix=fix)
    return msgspec.structs.replace(diagnostic, finding=moved)
