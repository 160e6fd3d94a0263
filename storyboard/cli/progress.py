"""A run that makes clips or brings them: how it goes, how it talks, and the report and exit code of its end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.stories import SUMMARY, add_to_summary, say_errors, say_lacking
from storyboard.cli.terminal import columns, draw, live, say, shown
from storyboard.compiler.pipeline import Options
from storyboard.diagnostics import UserError
from storyboard.production import build
from storyboard.production.build import FINAL, FilmOrder, Step
from storyboard.production.outcome import Outcome
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.publishing import PurchasePlan
from storyboard.production.records import State, filled
from storyboard.production.sheets import write_sheets
from storyboard.project.compiling import compile_stories
from storyboard.project.filming import ProjectFilms
from storyboard.project.places import out_folder
from storyboard.project.records import Gathered, Project
from storyboard.providers import registry
from storyboard.recall import witness
from storyboard.report.drawing.words import count
from storyboard.report.production.build import FORMATS
from storyboard.report.production.events import EventFile, trace_of
from storyboard.report.production.steps import clock, line, named, totals
from storyboard.system import extras
from storyboard.system.signals import Terminated, heeding

_INTERRUPTED = "it was interrupted before that"
_TERMINATED = "it was terminated before that"
HEARTBEAT = 30.0
_SHOWN_EVERY = 0.05
_BAD = ("failed", "refused", "unknown", "running")
_AT_HOST = ("sending", "accepted", "busy", "looking")
_Key = tuple[str, str, int, int]


class Talk:
    """What is said on stderr while a build runs; with `quiet` only what went wrong, with `brief` the live line too."""

    def __init__(self, quiet: bool, *, brief: bool = False) -> None:
        self.quiet, self.brief = quiet, brief
        self.live = live(sys.stderr) and not quiet
        self.lengths: dict[_Key, int] = {}
        self.share: dict[_Key, float] = {}
        self.since: dict[_Key, float] = {}
        self.wanted = self.brought = 0
        self.typical = 0.0
        self.paid = False
        self.last = time.monotonic()
        self.next = 0.0
        self.warned: set[str] = set()
        self.project = ""

    def begin(self, films: Iterable[FilmOrder], project: str = "") -> None:
        """Take note of what is going to be built, of which project where several are built by one command."""
        self.project = project
        for film in films:
            meant = {request.clip.index for request in film.requests}
            self.lengths |= {
                (self._called(film.story), film.variant, clip.index, 0): clip.duration or 0
                for clip in film.clips
                if clip.index in meant
            }

    def expect(self, clips: int, typical: float) -> None:
        """Take note of how many clips a host makes, and how many seconds one takes as a rule."""
        self.wanted, self.typical = clips, typical

    def _called(self, story: str) -> str:
        """A story as it is told from those of the other projects."""
        return f"{self.project}/{story}" if self.project and story else story

    def tell(self, step: Step) -> None:
        """Say a step."""
        step = msgspec.structs.replace(step, story=self._called(step.story)) if self.project else step
        key = (step.story, step.variant, step.clip, step.take)
        if step.state == "progress":
            if step.total:
                self.share[key] = step.done / step.total
            self._beat()
            return
        later, begun = step.cause == "later", False
        if step.state in _AT_HOST:
            self.since.setdefault(key, time.monotonic())
            self.paid = True
        elif step.state in FINAL and step.clip:
            self.share[key] = 1.0
            begun = self.since.pop(key, None) is not None
            self.brought += begun and not later
            if step.take and step.state in ("done", "kept"):
                self.lengths.pop((step.story, step.variant, step.clip, 0), None)  # nothing is drawn in its place
        # The live line says that something is being drawn.
        # And that the host makes a clip was said when it was accepted.
        said = "" if (self.live and step.state == "drawing") or (later and begun) else line(step, shown)
        bad = not later and (step.state in _BAD or step.off_spec or step.cause)
        if said and (bad or not (self.quiet or self.brief)):
            self.clear()
            say(said)
            self.last = time.monotonic()
        for warning in step.warnings:
            # The same missing font concerns many clips.
            if warning not in self.warned and not self.quiet:
                self.warned.add(warning)
                say(f"warning: {named(step)}: {warning}")
        self._beat()

    def close(self, steps: Sequence[Step]) -> None:
        """Say what it all came to."""
        if self.quiet or not steps:
            return
        say(totals(steps))

    def clear(self) -> None:
        """Take the live line away."""
        if self.live:
            with witness.unheard():
                draw("\r\x1b[K")

    def _beat(self) -> None:
        now = time.monotonic()
        # A build of thousands of clips tells more often than anybody can read.
        if not self.lengths or self.quiet or now < self.next:
            return
        self.next = now + _SHOWN_EVERY
        verb, words, more = self._making(now) if self.since else self._drawing()
        if self.live:
            if more:
                with witness.unheard():
                    draw(f"\r\x1b[K{f'{verb}: {words}'[: columns(sys.stderr) - 1]}")
        elif now - self.last >= HEARTBEAT:
            self.last = now
            witness.spoil("it was said how long it takes")
            say(f"still {verb}: {words}")

    def _making(self, now: float) -> tuple[str, str, bool]:
        """How long the host has been at it: nobody knows the share of a clip that is done."""
        passed = clock(now - min(self.since.values()))
        usual = f", a clip usually takes {clock(self.typical)}" if self.typical else ""
        return "making", f"{self.brought} of {count(self.wanted, 'clip')}, {passed} so far{usual}", True

    def _drawing(self) -> tuple[str, str, bool]:
        share = {key: self.share.get(key, 0.0) for key in self.lengths}
        done = sum(part == 1.0 for part in share.values())
        whole = sum(self.lengths.values()) or 1
        part = sum(self.lengths[key] * done for key, done in share.items())
        return "drawing", f"{done} of {count(len(self.lengths), 'clip')}, {100 * part / whole:.0f} %", part < whole


class BuildReport:
    """Where the report of a build goes, and what it says."""

    def __init__(self, target: str | None) -> None:
        """Raises click.UsageError for a name that says no format, and for one that must not be written to."""
        self.outcome = Outcome()
        self._target = target
        self._form = "" if target is None else os.path.splitext(target)[1].lower()
        if target is not None and self._form not in FORMATS:
            raise click.UsageError(f"`--report {target}` ends neither in `.json` nor in `.xml`")
        if target is not None:
            terminal.to_write(target)  # what is wrong with it is said before anything is paid

    def write(self, state: State = "failed", why: str = "it was not reached") -> int:
        """Write the report and the summary; a clip of which nothing is known gets `state` and `why`.

        What cannot be written is said, and is the exit code: how the build went counts for more.
        """
        built = self.outcome.built(state, why)
        try:
            if self._target is not None:
                terminal.put(FORMATS[self._form](built), self._target)
            if os.environ.get(SUMMARY):
                from storyboard.report.production.markdown import summary

                add_to_summary(summary(built))
        except click.UsageError as error:
            terminal.say(f"error: {error.message}")
            return exits.USAGE
        return exits.DONE


class Drawing(msgspec.Struct, frozen=True):
    """How free clips are drawn, whether contact sheets are made of them, and whether the films are opened."""

    draft: bool = False
    ticks: bool = False
    planned: bool = False
    sheet: bool = False
    opens: bool = False


NO_DRAWING = Drawing()


def compiled_films(project: Project, chosen: Options, color: str) -> tuple[ProjectFilms, list[int]]:
    """The films of a project's stories; what is wrong with the others is said, and is the exit codes."""
    films: list[build.FilmOrder] = []
    faulty: list[tuple[str, str]] = []
    codes: list[int] = []
    for number, story in enumerate(compile_stories(project, chosen)):
        terminal.progress(number, len(project.stories), story.compiled.path)
        codes += [*say_lacking([story]), *say_errors([story], color)]
        if story.usable:
            films += build.films(project.files, story.compiled, project.config, chosen)
        else:
            why = "it lacks what the command line selects" if story.lacking else "it has errors"
            faulty.append((story.compiled.path, why))
    terminal.progress(len(project.stories), len(project.stories), "")
    return ProjectFilms(project, tuple(films), tuple(faulty)), codes


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
        item, codes = compiled_films(project, self.chosen, self.color)
        self.codes += codes
        return item

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
