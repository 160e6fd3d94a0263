"""The stories of a command line: gathered, compiled, and what is wrong with them said."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from storyboard.cli import exits, terminal
from storyboard.compiler.pipeline import Compiled, Options
from storyboard.project import finding, gathering
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.records import Gathered, Project
from storyboard.report import load
from storyboard.report.stories.merged import merged

SUMMARY = "GITHUB_STEP_SUMMARY"


def gather(paths: Iterable[str], flags: Mapping[str, object], named: str | None = None) -> Gathered:
    """All stories that the PATHs name, each once; a PATH that leads nowhere is said on stderr, the others go on.

    What comes from stdin is the story `named`, in that file's project, else `-` in the working folder.
    Raises ProjectError for a configuration that cannot be used.
    """
    search = finding.search(paths)
    say_mistakes(search.mistakes)
    projects = gathering.projects(search, flags)
    if search.piped:
        projects += (gathering.piped(flags, named, terminal.take),)
    return Gathered(projects, missing=bool(search.mistakes))


def usable(project: Project, chosen: Options, color: str, codes: list[int]) -> Iterator[Compiled]:
    """The stories of a project that clips can be made of; what the others lack is said, and `codes` get their exits."""
    for story in compile_stories(project, chosen):
        if story.lacking:
            say_mistakes(story.lacking)
            codes.append(exits.USAGE)
        elif story.compiled.has_errors:
            say_report([story], color)
            codes.append(exits.STORY_ERRORS)
        else:
            yield story.compiled


def say_lacking(stories: Iterable[CompiledStory]) -> list[int]:
    """The exit codes of stories that lack what is selected, which is said."""
    lacking = [story for story in stories if story.lacking]
    for story in lacking:
        say_mistakes(story.lacking)
    return [exits.USAGE] if lacking else []


def say_errors(stories: Iterable[CompiledStory], color: str) -> list[int]:
    """The exit codes of stories with errors, which are reported, apart from those that lack what is selected."""
    faulty = [story for story in stories if not story.lacking and story.compiled.has_errors]
    say_report(faulty, color)
    return [exits.STORY_ERRORS] if faulty else []


def say_mistakes(mistakes: Iterable[str]) -> None:
    """Say phrases as errors."""
    for mistake in mistakes:
        terminal.say(f"error: {mistake}")


def say_report(stories: Sequence[CompiledStory], color: str) -> None:
    """Put the report of stories to stderr, nothing where they are none."""
    if stories:
        terminal.draw(report("text", stories, color, stream=sys.stderr))


def report(
    form: str, stories: Sequence[CompiledStory], color: str, *, stream: TextIO, target: str | None = None
) -> str:
    """The report of all diagnostics in one format, the same mistake in a shared file once."""
    diagnostics, sources = merged(form, stories)
    paint = terminal.colored(color, stream) if target is None else color == "always"
    wide = terminal.columns(stream) if target is None else 120
    if form == "text" and target is None and stream.isatty():
        from storyboard.report import text

        return text.render(diagnostics, sources, color=paint, width=wide, wraps=True)
    return load(form).render(diagnostics, sources, color=paint, width=wide)


def summarize_step(stories: Sequence[CompiledStory], clean: str) -> None:
    """Add the report to the summary of a step of GitHub's workflows, where `GITHUB_STEP_SUMMARY` names its file.

    `clean` is what the stories without errors come to. Raises click.UsageError where the file cannot be written.
    """
    if not os.environ.get(SUMMARY):
        return
    from storyboard.report.github import summary

    diagnostics, sources = merged("github", stories)
    add_to_summary(summary(diagnostics, sources, clean))


def add_to_summary(text: str) -> None:
    """Add Markdown to the summary of a step. Raises click.UsageError where its file cannot be written."""
    target = os.environ.get(SUMMARY, "")
    try:
        with open(target, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        import click

        raise click.UsageError(f"{SUMMARY} is `{target}`, which cannot be written: {error.strerror}") from error
