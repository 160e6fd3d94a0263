"""`storyc board`: storyboards as pages that are handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.hosts import waiting, workplace
from storyboard.cli.options import Command, color_option, options_of, quiet_option, selection, stories
from storyboard.cli.stories import gather, say_mistakes, say_report
from storyboard.compiler.pipeline import Options
from storyboard.diagnostics import Level
from storyboard.production import build
from storyboard.production.files import paths as names
from storyboard.production.panels import TooManyShots
from storyboard.production.sheets import write_pages
from storyboard.project.comparing import at_revision, since
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.finding import STDIN, search
from storyboard.project.places import check_names
from storyboard.project.records import Project
from storyboard.project.selecting import narrowed
from storyboard.report.board.making import of_changes, of_stories
from storyboard.report.board.records import Shown
from storyboard.report.drawing.words import count
from storyboard.source.git import MissingRevision
from storyboard.system import extras

GROUP = "For writers"
ORDER = 25
HELP = "Make a page of a storyboard that can be sent to anybody."


class _Page(msgspec.Struct, frozen=True):
    """A page to be written: the root of its project, where it belongs there, its name in a folder, and what it says."""

    root: Path
    beside: Path
    name: str
    text: str


@click.command("board", cls=Command, short_help=HELP)
@stories
@click.option(
    "--compare", "revision", metavar="REV", help="Show what has changed since a revision of git, before and after."
)
@click.option(
    "--client", is_flag=True, help="Leave out what is not for a client: prices, prompts, notes, findings, takes."
)
@click.option("--no-prices", "unpriced", is_flag=True, help="Leave out prices.")
@click.option("--out", metavar="DIR", help="Look and write in this folder instead of the project's `build`.")
@click.option(
    "-o", "--output", "target", metavar="FILE", help="Write one page of all stories to FILE, or one of each into DIR/."
)
@click.option("--open", "opens", is_flag=True, help="Open the page when done; several: their folder.")
@selection
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    revision: str | None,
    client: bool,
    unpriced: bool,
    out: str | None,
    target: str | None,
    opens: bool,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Make a page of a storyboard that can be sent to anybody.

    One file of HTML that holds all it shows, runs no script and loads nothing: each shot with its number and time in
    the film, its picture, its words and dialogue; prompts, notes, findings and prices; the film itself where it is
    small. A shot shows a frame of the clip that was made for it, else your own picture, else a drawing of its words.
    Takes, and variants with `--variant all`, stand side by side with what `storyc verify` measures of them.

    Each story gets its page, build/STORY.board.html. `-o FILE` makes one page of all stories, `-o DIR/` puts a page for
    each into that folder. The pages' paths go to stdout.
    """
    chosen, show = options_of(selected), Shown(prices=not (client or unpriced), private=not client)
    if STDIN in paths and revision is not None:
        raise click.UsageError("`--compare` takes files and folders, since stdin has no revision")
    run = _Run(chosen, show, {"model": chosen.model, "out": out}, target, quiet, color)
    try:
        with ExitStack() as open_files:
            pages = run.changed(paths, revision, open_files) if revision is not None else run.boards(paths)
            written = run.write(list(pages))
    except (TooManyShots, MissingRevision, build.FileConflict) as trouble:
        raise click.UsageError(str(trouble)) from trouble
    if opens:
        terminal.launch(written)
    return exits.worst(run.codes)


class _Run:
    """One run of the command: what was asked for, and the exit codes so far."""

    def __init__(
        self, chosen: Options, show: Shown, flags: dict[str, object], target: str | None, quiet: bool, color: str
    ) -> None:
        self.chosen, self.show, self.flags, self.target = chosen, show, flags, target
        self.quiet, self.color = quiet, color
        self.codes = [exits.DONE]
        # A folder gets a page for each story, a file one page of them all.
        self.folder = Path(target) if target and (target.endswith("/") or Path(target).is_dir()) else None
        self.whole = target is not None and self.folder is None

    def boards(self, paths: Sequence[str]) -> Iterator[_Page]:
        """The pages of the stories that can be read."""
        gathered = narrowed(gather(paths, self.flags), self.chosen)
        check_names(gathered.projects)
        self.codes += [exits.USAGE] if gathered.missing else []
        usable = [story for project in gathered.projects for story in self._readable(project)]
        for group in [usable] if self.whole and usable else [[story] for story in usable]:
            page = of_stories(group, self.chosen, self.show, workplace, _title(paths))
            self._note(*page.notes)
            yield self._page(group[0].project, names.board, group[0].path, page.text)

    def _readable(self, project: Project) -> Iterator[CompiledStory]:
        for story in compile_stories(project, self.chosen):
            errors = sum(diagnostic.level is Level.ERROR for diagnostic in story.compiled.diagnostics)
            if story.lacking:
                say_mistakes(story.lacking)
                self.codes.append(exits.USAGE)
            elif not story.compiled.clips:
                say_report([story], self.color)
                self.codes.append(exits.STORY_ERRORS)
            else:
                if errors:
                    self._note(f"{count(errors, 'error')} in `{story.path}`; `storyc check` shows what is wrong")
                yield story

    def changed(self, paths: Sequence[str], revision: str, open_files: ExitStack) -> Iterator[_Page]:
        """The pages of what has changed since a revision."""
        meant = since(revision, paths)
        here = search(meant.present)
        say_mistakes(here.mistakes)
        pairs: list[tuple[Project, Project]] = []
        for before, now, mistakes in at_revision(meant, here, self.flags, open_files):
            say_mistakes(mistakes)
            self.codes += [exits.USAGE] if mistakes else []
            pairs.append((before, now))
        check_names(now for _, now in pairs)
        for group in [pairs] if self.whole else list(_each_story(pairs)):
            now = group[0][1]
            story = (*now.stories, *group[0][0].stories)[0] if any(map(_holds, group)) else ""
            if not story:
                continue
            title = _title(paths) if self.whole else names.stem(story)
            page = of_changes(group, self.chosen, self.show, workplace, revision, title)
            say_mistakes(page.mistakes)
            say_report(page.unusable, self.color)
            self.codes += [exits.USAGE] if page.mistakes else []
            self.codes += [exits.STORY_ERRORS] if page.unusable else []
            self._note(*page.notes)
            yield self._page(now, names.changes, story, page.text)

    def _page(self, project: Project, named: Callable[[Path], Path], story: str, text: str) -> _Page:
        out, variant = workplace(project).out, "" if self.chosen.variant == "all" else self.chosen.variant
        beside = named(names.film_base(out, story, variant))
        return _Page(project.root, beside, beside.relative_to(out).as_posix(), text)

    def write(self, pages: Sequence[_Page]) -> list[Path]:
        """Write the pages, and say where they are."""
        if build.lacks_video() and pages:
            self._note(extras.lacking("video", "frames of finished clips, and small copies of pictures, need"))
        written: list[Path] = []
        for page in pages:
            piped = self.target is None and page.name.startswith(STDIN)
            if self.folder is None and (self.whole or piped):
                terminal.put_bytes(page.text.encode(), self.target)
                written += [] if piped or self.target == "-" else [Path(self.target or "")]
            elif self.folder is not None:
                written.append(self._in_folder(self.folder / page.name, page, written))
            else:
                written += self._beside(page)
        terminal.put("".join(f"{terminal.shown(path)}\n" for path in written))
        return written

    def _in_folder(self, path: Path, page: _Page, before: Sequence[Path]) -> Path:
        if path in before:
            raise click.UsageError(f"`{path}` would be the page of two stories: make those of each project apart")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.UsageError(f"`{path.parent}` cannot be made: {error.strerror}") from error
        terminal.put_bytes(page.text.encode(), str(path))
        return path

    def _beside(self, page: _Page) -> Iterator[Path]:
        for outcome in write_pages(page.root, [(page.beside, page.text.encode())], waiting):
            if isinstance(outcome, Path):
                yield outcome
            else:
                terminal.say(f"error: no board: {outcome}")
                self.codes.append(exits.USAGE)

    def _note(self, *phrases: str) -> None:
        for phrase in phrases if not self.quiet else ():
            terminal.say(f"note: {phrase}")


def _title(paths: Sequence[str]) -> str:
    """What a page of several stories is called: the folder that was named, or all that was."""
    return ", ".join(Path(path).resolve().name for path in paths)


def _holds(pair: tuple[Project, Project]) -> bool:
    return any(project.stories for project in pair)


def _each_story(pairs: Sequence[tuple[Project, Project]]) -> Iterator[list[tuple[Project, Project]]]:
    """The pairs, each story apart."""
    for before, now in pairs:
        for story in dict.fromkeys((*now.stories, *before.stories)):
            yield [
                (
                    msgspec.structs.replace(before, stories=tuple(path for path in before.stories if path == story)),
                    msgspec.structs.replace(now, stories=tuple(path for path in now.stories if path == story)),
                )
            ]
