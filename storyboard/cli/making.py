"""A run from stories to films, which makes clips or brings them, and the exit code of its end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.progress import BuildReport, Talk
from storyboard.cli.stories import say_errors, say_lacking
from storyboard.compiler.pipeline import Options
from storyboard.diagnostics import UserError
from storyboard.production import build
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.publishing import PurchasePlan
from storyboard.production.records import filled
from storyboard.production.sheets import write_sheets
from storyboard.project.compiling import compile_stories
from storyboard.project.filming import ProjectFilms
from storyboard.project.places import out_folder
from storyboard.project.records import Gathered, Project
from storyboard.providers import registry
from storyboard.recall import witness
from storyboard.report.production.events import EventFile, trace_of
from storyboard.system import extras
from storyboard.system.signals import Terminated, heeding

_INTERRUPTED = "it was interrupted before that"
_TERMINATED = "it was terminated before that"


class Drawing(msgspec.Struct, frozen=True):
    """How free clips are drawn, whether contact sheets are made of them, and whether the films are opened."""

    draft: bool = False
    ticks: bool = False
    planned: bool = False
    sheet: bool = False
    opens: bool = False


NO_DRAWING = Drawing()


class Making:
    """One run from the stories to the films: its exit codes and last steps as they come. `_make` does the work."""

    def __init__(
        self, chosen: Options, report: BuildReport, *, quiet: bool, color: str, events: str | None,
        drawing: Drawing = NO_DRAWING,
    ) -> None:  # fmt: skip
        self.chosen, self.report, self.quiet, self.color, self.drawing = chosen, report, quiet, color, drawing
        self.talk, self.events = Talk(quiet), EventFile(events, terminal.say, trace_of(os.environ))
        self.bare = build.lacks_video()
        self.codes: list[int] = [exits.USAGE] if self.bare else []
        self.steps: list[build.Step] = []
        self.sheets: list[Path] = []
        self.several = False  # projects, whose stories may bear one name

    def whole(self, gathered: Gathered) -> int:
        """The exit code of the run, however it ends, its report written."""
        outcome = self.report.outcome
        self.codes += [exits.USAGE] if gathered.missing else []
        try:
            # A signal may come while the books are closed, too.
            with ExitStack() as stack:
                stack.enter_context(heeding())
                self.events.open(stack)
                stack.callback(self.talk.clear)
                refused = self._make(gathered, stack)
        except LockTrouble as trouble:
            terminal.say(f"error: {trouble}")
            self.codes += [exits.of_lock(trouble), *exits.of_steps(outcome.steps())]
            return exits.worst([*self.codes, self.report.write("refused", str(trouble))])
        except (KeyboardInterrupt, Terminated) as signalled:
            self.talk.clear()
            return self._ended(interrupted=isinstance(signalled, KeyboardInterrupt))
        except (click.UsageError, UserError, click.Abort) as error:
            self.report.write("refused", _INTERRUPTED if isinstance(error, click.Abort) else str(error))
            raise
        if refused is not None:
            return refused
        self.codes += [self.report.write(), *exits.of_steps(self.steps)]
        if any(step.state != "kept" for step in self.steps):
            witness.spoil("not all was there")
        self._close()
        return exits.worst(self.codes)

    def _make(self, gathered: Gathered, stack: ExitStack) -> int | None:
        """Do what the command is for; the exit code where nothing may be sent, else None."""
        raise NotImplementedError

    def _compiled(self, project: Project) -> ProjectFilms:
        """Compile the stories of one project; what is wrong with the others is said."""
        films: list[build.FilmOrder] = []
        faulty: list[tuple[str, str]] = []
        for number, story in enumerate(compile_stories(project, self.chosen)):
            terminal.progress(number, len(project.stories), story.compiled.path)
            self.codes += [*say_lacking([story]), *say_errors([story], self.color)]
            if story.usable:
                films += build.films(project.files, story.compiled, project.config, self.chosen)
            else:
                why = "it lacks what the command line selects" if story.lacking else "it has errors"
                faulty.append((story.compiled.path, why))
        terminal.progress(len(project.stories), len(project.stories), "")
        return ProjectFilms(project, tuple(films), tuple(faulty))

    def _build(self, item: ProjectFilms, payment: PurchasePlan | None, host: str = "") -> Sequence[build.Step]:
        """Build the films of one project; the last steps, of which the report learns as they come."""
        project, jobs = item.project, item.project.config.jobs
        final = self.report.outcome.final(project.root, host)
        drawn = _drawn_at_once(jobs)
        at_once = jobs if payment is not None else drawn
        maker = registry.DRAWN if payment is not None else project.config.provider
        out = out_folder(project, rehearsal=payment is not None and payment.rehearsal)
        how = self.drawing
        settings = build.BuildSettings(project.root, out, at_once, how.draft, drawn, maker, how.ticks, how.planned)
        self.talk.begin(item.films, terminal.shown(project.root) if self.several else "")

        def tell(step: build.Step) -> None:
            self.events.tell(step, project.root)
            self.talk.tell(step)

        try:
            steps = build.build(
                item.films, settings, project.files, tell, pictures=not self.bare, paying=payment, final=final
            )
            if how.sheet and not self.bare:
                self._sheets(item.films, settings)
            return steps
        except build.FileConflict as trouble:
            terminal.say(f"error: {trouble}")
            self.codes += [exits.USAGE, *exits.of_steps(final.values())]
            final |= {step.place: step for step in filled(item.films, final, "refused", str(trouble))}
            return ()

    def _sheets(self, films: Sequence[build.FilmOrder], settings: build.BuildSettings) -> None:
        """Write the contact sheets, and take note of their paths."""
        self.talk.clear()
        for written in write_sheets(films, settings, lambda: terminal.say("waiting: another storyc builds here")):
            if isinstance(written, Path):
                self.sheets.append(written)
            else:
                terminal.say(f"error: no contact sheet: {written}")
                self.codes.append(exits.USAGE)

    def _close(self) -> None:
        """Say what it all came to, and print where the films are."""
        if self.bare:
            terminal.say(f"error: {extras.lacking('video', 'the films need')}")
        else:
            self.talk.close(self.steps)
        films = [step.path for step in self.steps if not step.clip and step.path is not None]
        terminal.put("".join(f"{terminal.shown(path)}\n" for path in (*films, *self.sheets)))
        if self.drawing.opens:
            terminal.launch(films)

    def _ended(self, *, interrupted: bool) -> int:
        """The exit code of a run that was told to end, once it is said and reported what that means."""
        terminal.say("interrupted" if interrupted else "terminated")
        self.report.write("left", _INTERRUPTED if interrupted else _TERMINATED)
        if self.talk.paid:
            terminal.say(
                "what the host has accepted is paid for and written down: run the same command again to fetch it; "
                "nothing is bought twice, and `storyc ledger list` shows how it stands"
            )
        return exits.INTERRUPTED if interrupted else exits.TERMINATED


def _drawn_at_once(jobs: int) -> int:
    """How many clips are drawn at once, each by a process: never more than there are cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(jobs, cores)
