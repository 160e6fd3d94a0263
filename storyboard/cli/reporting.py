"""What several stories' diagnostics look like in one report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

import click
import msgspec

from storyboard.cli.terminal import colored, columns, say
from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.rewriting import fixable
from storyboard.diagnostics import Diagnostic, Edit, Level, Note
from storyboard.report import load
from storyboard.source import Source, Span
from storyboard.timing import money, seconds

SUMMARY = "GITHUB_STEP_SUMMARY"
# Servers know a file by its path in the repository.
_FOR_SERVERS = ("github", "gitlab", "sarif")


class Read(msgspec.Struct, frozen=True):
    """A compiled story and the root of its project."""

    root: Path
    compiled: Compiled


def report(form: str, read: Sequence[Read], color: str, *, stream: TextIO, target: str | None = None) -> str:
    """The report of all diagnostics in one format, the same mistake in a shared file once.

    Paths are relative to the project's root, or to the folder that several roots have in common; in a format that a
    server reads, to the repository's.
    """
    found, sources = _merged(form, read)
    paint = colored(color, stream) if target is None else color == "always"
    wide = columns(stream) if target is None else 120
    if form == "text" and target is None and stream.isatty():
        from storyboard.report import text

        return text.render(found, sources, color=paint, width=wide, wraps=True)
    return load(form).render(found, sources, color=paint, width=wide)


def summarize_step(read: Sequence[Read], clean: str) -> None:
    """Add the report to the summary of a step of GitHub's workflows, where `GITHUB_STEP_SUMMARY` names its file.

    `clean` is what the stories without errors come to. Raises click.UsageError where the file cannot be written.
    """
    if not os.environ.get(SUMMARY):
        return
    from storyboard.report.github import summary

    found, sources = _merged("github", read)
    add_to_summary(summary(found, sources, clean))


def add_to_summary(text: str) -> None:
    """Add Markdown to the summary of a step. Raises click.UsageError where its file cannot be written."""
    target = os.environ.get(SUMMARY, "")
    try:
        with open(target, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise click.UsageError(f"{SUMMARY} is `{target}`, which cannot be written: {error.strerror}") from error


def _merged(form: str, read: Sequence[Read]) -> tuple[tuple[Diagnostic, ...], dict[str, Source]]:
    """The diagnostics of several stories, each once, and the sources, by the paths that the report has."""
    roots = {entry.root for entry in read}
    common = (_repository(roots) if form in _FOR_SERVERS else None) or _common(roots)
    sources: dict[str, Source] = {}
    found: dict[Diagnostic, None] = {}
    for entry in read:
        prefix = "" if common is None else _prefix(entry.root, common)
        sources.update((prefix + path, source) for path, source in entry.compiled.sources.items())
        found.update((_moved(diagnostic, prefix), None) for diagnostic in entry.compiled.diagnostics)
    return tuple(found), sources


def _repository(roots: set[Path]) -> Path | None:
    """The folder of the git repository that all roots lie in, None where there is no such one."""
    tops = {next((top for top in (root, *root.parents) if (top / ".git").exists()), None) for root in roots}
    return tops.pop() if len(tops) == 1 else None


def hint(read: Iterable[Read]) -> str:
    """How much of what was found can be fixed, as a last line of the report: `2 fixable with --fix`; "" for nothing."""
    found = {diagnostic: None for entry in read for diagnostic in entry.compiled.diagnostics}
    safe, unsafe = fixable(tuple(found))
    if not safe:
        return f"{unsafe} fixable with --unsafe-fixes\n" if unsafe else ""
    return f"{safe} fixable with --fix{f', {unsafe} more with --unsafe-fixes' if unsafe else ''}\n"


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


def say_lacking(read: Compiled, chosen: Options) -> bool:
    """Whether a story lacks what the command line selects, after saying what."""
    lacking = [f"`{read.path}`: {words}" for words in read.missing]
    takes = {request.take for request in read.requests}
    if not lacking and not has_errors(read):
        lacking += [f"`{read.path}`: there is no take {take}" for take in chosen.takes if take not in takes]
    for words in lacking:
        say(f"error: {words}")
    return bool(lacking)


def has_errors(read: Compiled) -> bool:
    """Whether a story cannot be compiled as it is."""
    return any(diagnostic.level is Level.ERROR for diagnostic in read.diagnostics)


def totals(read: Iterable[Compiled]) -> str:
    """What stories without errors come to: `1 story, 2 clips, 15 s, 1.875 USD`."""
    stories = tuple(read)
    clips = [clip for story in stories for clip in story.clips]
    requests = [request for story in stories for request in story.requests]
    words = [
        count(len(stories), "story", "stories"),
        count(len(clips), "clip"),
        f"{seconds(sum(clip.duration or 0 for clip in clips))} s",
    ]
    if len(requests) > len(clips):
        words.append(count(len(requests), "request"))
    return ", ".join([*words, f"{money(sum(request.price for request in requests))} USD"])


def count(number: int, one: str, many: str = "") -> str:
    """A number with its word, whose plural takes an `s` where none is given."""
    return f"{number} {one if number == 1 else many or one + 's'}"
