"""`storyc watch`: on every save the stories' report, and a draft of their animatics."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command, color_option, open_option, options_of, quiet_option, selection, stories
from storyboard.cli.progress import Talk
from storyboard.cli.stories import gather, report, say_mistakes
from storyboard.compiler.pipeline import Options
from storyboard.production import build
from storyboard.project.compiling import CompiledStory
from storyboard.project.finding import STDIN, SUFFIX, trouble
from storyboard.project.records import ProjectError
from storyboard.project.selecting import lacking, narrowed
from storyboard.project.watch import Drafted, Drafting, Looked, Mistake, Watched, watching
from storyboard.report.board.drafting import DraftBoards
from storyboard.report.drawing.cells import fit, shown, width
from storyboard.report.drawing.paint import painter
from storyboard.report.drawing.words import count
from storyboard.report.stories.totals import hint, totals
from storyboard.system import extras
from storyboard.system.signals import Terminated, heeding
from storyboard.timing import seconds

GROUP = "For writers"
ORDER = 14
HELP = "On every save, check the stories and draft their films."
_HOME = "\x1b[H\x1b[2J"


@click.command("watch", cls=Command, short_help=HELP)
@stories
@open_option
@selection
@quiet_option
@color_option
def command(paths: tuple[str, ...], opens: bool, quiet: bool, color: str, **selected: Any) -> int:
    """On every save, check the stories, draft the films of those without errors, and make their boards.

    Drafts and boards are written to `build/_draft/`; `--open` shows the first
    one. Nothing is ever submitted, whatever provider the project names. What a story
    includes, its templates, its sounds and the configuration are watched too. Ctrl-C ends it.
    """
    if STDIN in paths:
        raise click.UsageError("watch takes files and folders, since nobody saves stdin")
    for path in paths:
        if not Path(path).is_dir():
            wrong = trouble(path)
            if wrong:
                raise click.UsageError(wrong)
    chosen = options_of(selected)
    watched = partial(_watched, paths, chosen)
    try:
        watched()
    except Mistake as mistake:
        raise click.UsageError(str(mistake)) from mistake
    bare = build.lacks_video()
    if bare and not quiet:
        terminal.say(f"note: {extras.lacking('video', 'drafts need')}")
    page = _Page(paths, chosen, quiet, color, opens)
    tops = [Path(os.path.abspath(path)) for path in paths]
    try:
        with heeding(), closing(watching(watched, tops, chosen, draws=not bare)) as events:
            for event in events:
                page.tell(event)
    except (KeyboardInterrupt, Terminated) as signalled:
        page.talk.clear()
        interrupted = isinstance(signalled, KeyboardInterrupt)
        if not quiet:
            terminal.say("watch ended" if interrupted else "terminated")
        return exits.INTERRUPTED if interrupted else exits.TERMINATED
    return exits.DONE


def _watched(paths: Sequence[str], chosen: Options) -> tuple[Watched, ...]:
    """The projects of the PATHs that lead to stories at the moment. Raises Mistake for settings that cannot be used."""
    present = [path for path in paths if not trouble(path)]
    try:
        gathered = narrowed(gather(present, {"model": chosen.model}), chosen)
    except ProjectError as error:
        raise Mistake(str(error).rstrip(".")) from error
    return tuple(Watched(project.root, project.config, project.stories) for project in gathered.projects)


class _Page:
    """What is said: on a terminal one page that is drawn anew for each save, elsewhere one line after another."""

    def __init__(self, paths: Sequence[str], chosen: Options, quiet: bool, color: str, opens: bool) -> None:
        self.paths, self.chosen, self.quiet, self.color, self.opens = paths, chosen, quiet, color, opens
        self.whole = terminal.live(sys.stdout) and terminal.live(sys.stderr)
        self.paint = painter(terminal.colored(color, sys.stderr))
        self.talk = Talk(quiet, brief=True)
        self.boards = DraftBoards(chosen)

    def tell(self, news: Looked | Drafting | build.Step | Drafted) -> None:
        """Say what has happened."""
        if isinstance(news, build.Step):
            self.talk.tell(news)
            return
        if isinstance(news, Drafting):
            self.talk.begin(news.films)
            return
        self.talk.clear()
        self.talk = Talk(self.quiet, brief=True)
        if isinstance(news, Drafted):
            self._drafted(news)
        elif news.note:
            self._say(f"note: {news.note}")
        else:
            self._looked(news)

    def _looked(self, looked: Looked) -> None:
        if self.whole:
            terminal.put(_HOME)
            self._head(looked)
        meant = looked.known if self.whole else looked.changed
        if looked.mistake:
            terminal.say(f"error: {looked.mistake}")
            self._say("nothing is checked until that is mended")
            return
        stories = [
            CompiledStory(known.project, known.compiled, lacking(known.compiled, self.chosen)) for known in meant
        ]
        terminal.put(report("text", stories, self.color, stream=sys.stdout) + hint(stories))
        for story in stories:
            say_mistakes(story.lacking)
        for story in stories:
            self._board(story)
        clean = [story for story in stories if story.usable]
        for _, path in looked.gone:
            self._say(f"gone   {shown(path)}")
        if clean:
            self._say(f"ok: {totals(clean)}, checked in {looked.took:.2f} s")
        elif not meant and not looked.gone:
            self._say(f"there is no story here yet; one that ends in {SUFFIX} will be found")

    def _board(self, story: CompiledStory) -> None:
        if not story.compiled.clips or story.lacking:
            return
        written = self.boards.write(story)
        if isinstance(written, Path):
            self._say(f"board  {terminal.shown(written)}")
        else:
            terminal.say(f"error: no board: {written}")

    def _drafted(self, drafted: Drafted) -> None:
        if drafted.trouble:
            terminal.say(f"error: {drafted.trouble}")
        drawn = any(step.state == "done" for step in drafted.steps)
        took = f" in {drafted.took:.1f} s" if drawn else ""
        for step in drafted.steps:
            if not step.clip and step.path is not None:
                verb = "drawn" if step.state == "done" else "kept "
                self._say(f"{verb}  {terminal.shown(step.path)} ({seconds(step.ms)} s{took})")
        if self.opens and not drafted.trouble:
            self.opens = False  # once: a player that is open keeps its place
            terminal.launch([step.path for step in drafted.steps if not step.clip and step.path is not None])

    def _head(self, looked: Looked) -> None:
        """What is watched, and when it was looked at last."""
        if self.quiet:
            return
        wide, clock = terminal.columns(sys.stderr), time.strftime("%H:%M:%S")
        named = ", ".join(map(shown, self.paths))
        left = fit(f"watching {named}: {count(len(looked.known), 'story', 'stories')}", wide - len(clock) - 2)
        space = " " * max(wide - width(left) - len(clock), 1)
        terminal.draw(f"{self.paint(left, bold=True)}{space}{clock}\n\n")

    def _say(self, words: str) -> None:
        if not self.quiet:
            terminal.say(words)
