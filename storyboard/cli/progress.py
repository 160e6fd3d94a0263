"""How a build talks: a line a change of state, a live line or heartbeats, and the report that it writes at its end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.stories import SUMMARY, add_to_summary
from storyboard.cli.terminal import columns, draw, live, say, shown
from storyboard.production.build import FINAL, FilmOrder, Step
from storyboard.production.outcome import Outcome
from storyboard.production.records import State
from storyboard.recall import witness
from storyboard.report.drawing.words import count
from storyboard.report.production.build import FORMATS
from storyboard.report.production.steps import clock, line, named, totals

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
