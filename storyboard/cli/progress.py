"""How a build talks: one line a change of state, a live line on a terminal, a heartbeat where there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence

from storyboard.cli.terminal import columns, live, say, shown
from storyboard.production.build import FINAL, Film, Step
from storyboard.report.drawing.words import count
from storyboard.timing import money, seconds

HEARTBEAT = 30.0
_SHOWN_EVERY = 0.05
_BAD = ("failed", "refused", "unknown")
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

    def begin(self, films: Iterable[Film]) -> None:
        """Take note of what is going to be built."""
        for film in films:
            meant = {request.clip.index for request in film.requests}
            self.lengths |= {
                (film.story, film.variant, clip.index, 0): clip.duration or 0
                for clip in film.clips
                if clip.index in meant
            }

    def expect(self, clips: int, typical: float) -> None:
        """Take note of how many clips a host makes, and how many seconds one takes as a rule."""
        self.wanted, self.typical = clips, typical

    def tell(self, step: Step) -> None:
        """Say a step."""
        key = (step.story, step.variant, step.clip, step.take)
        if step.state == "progress":
            if step.total:
                self.share[key] = step.done / step.total
            self._beat()
            return
        if step.state in _AT_HOST:
            self.since.setdefault(key, time.monotonic())
            self.paid = True
        elif step.state in FINAL and step.clip:
            self.share[key] = 1.0
            self.brought += self.since.pop(key, None) is not None
            if step.take and step.state in ("done", "kept"):
                self.lengths.pop((step.story, step.variant, step.clip, 0), None)  # nothing is drawn in its place
        # The live line says that something is being drawn.
        line = "" if self.live and step.state == "drawing" else _line(step)
        if line and (step.state in _BAD or not (self.quiet or self.brief)):
            self.clear()
            say(line)
            self.last = time.monotonic()
        for warning in step.warnings:
            # The same missing font concerns many clips.
            if warning not in self.warned and not self.quiet:
                self.warned.add(warning)
                say(f"warning: {_named(step)}: {warning}")
        self._beat()

    def close(self, steps: Sequence[Step]) -> None:
        """Say what it all came to."""
        if self.quiet or not steps:
            return
        # Where clips are paid for, an animatic in its place is no clip of its own.
        paid = {(step.story, step.variant, step.clip) for step in steps if step.take}
        clips = [
            step for step in steps if step.clip and (step.take or (step.story, step.variant, step.clip) not in paid)
        ]
        films = sum(not step.clip and step.state in ("done", "kept") for step in steps)
        words = [count(len(clips), "clip"), f"{seconds(sum(step.ms for step in clips))} s"]
        bought = [step for step in clips if step.take and step.state == "done"]
        words += [f"{len(bought)} made for {money(sum(step.price for step in bought))} USD"] if bought else []
        drawn = sum(not step.take and step.state == "done" for step in clips)
        words += [f"{drawn} drawn"] if drawn else []
        for state in ("kept", "failed", "refused", "unknown"):
            number = sum(step.state == state for step in clips)
            words += [f"{number} {state}"] if number else []
        good = all(step.state in ("done", "kept") or (not step.clip and step.state == "lacking") for step in steps)
        say(f"{'ok: ' if good else ''}{', '.join([*words, count(films, 'film')])}")

    def clear(self) -> None:
        """Take the live line away."""
        if self.live:
            say("\r\x1b[K", end="")

    def _beat(self) -> None:
        now = time.monotonic()
        # A build of thousands of clips tells more often than anybody can read.
        if not self.lengths or self.quiet or now < self.next:
            return
        self.next = now + _SHOWN_EVERY
        verb, words, more = self._making(now) if self.since else self._drawing()
        if self.live:
            if more:
                say(f"\r\x1b[K{f'{verb}: {words}'[: columns(sys.stderr) - 1]}", end="")
        elif now - self.last >= HEARTBEAT:
            self.last = now
            say(f"still {verb}: {words}")

    def _making(self, now: float) -> tuple[str, str, bool]:
        """How long the host has been at it: nobody knows the share of a clip that is done."""
        passed = clock(now - min(self.since.values()))
        usual = f", a clip usually takes {clock(self.typical)}" if self.typical else ""
        return "making", f"{self.brought} of {count(self.wanted, 'clip')}, {passed} so far{usual}", True

    def _drawing(self) -> tuple[str, str, bool]:
        share = {key: self.share.get(key, 0.0) for key in self.lengths}
        done = sum(each == 1.0 for each in share.values())
        whole = sum(self.lengths.values()) or 1
        part = sum(self.lengths[key] * each for key, each in share.items())
        return "drawing", f"{done} of {count(len(self.lengths), 'clip')}, {100 * part / whole:.0f} %", part < whole


def clock(passed: float) -> str:
    """Seconds as one reads a clock: 187.2 is `3:07`."""
    return f"{int(passed) // 60}:{int(passed) % 60:02}"


def _line(step: Step) -> str:
    made = f"{shown(step.path)} ({_measures(step)})" if step.path is not None else _named(step)
    because = f": {step.reason}" if step.reason else ""
    match step.state:
        case "waiting":
            return "waiting: another storyc builds in this project"
        case "drawing":
            return "" if not step.clip else f"drawing {_named(step)}"
        case "done":
            verb = "joined" if not step.clip else "made  " if step.take else "drawn "
            return f"{verb} {made}{because}"
        case "kept":
            return f"kept   {made}{because}"
        case "written":
            return f"wrote the prompts and requests of {_named(step)}"
        case "lacking":
            return f"no film of {_named(step)}{because}"
        case "sending":
            return f"sending {_named(step)} ({money(step.price)} USD)"
        case "accepted":
            return f"the host makes {_named(step)} as `{step.request_id}`"
        case "busy":
            return f"waiting for {_named(step)}{because}"
        case "looking":
            return f"looking for {_named(step)} in the host's history{because}"
        case "left":
            return f"left   {_named(step)}{because}"
        case "unknown":
            return f"error: {_named(step)} may be paid for or not{because}"
        case _:
            return f"error: {_named(step)} {'failed' if step.state == 'failed' else 'is not written'}{because}"


def _measures(step: Step) -> str:
    words = [f"{seconds(step.ms)} s"]
    if step.take and step.clip:
        words += [f"{money(step.price)} USD"]
        words += [f"made in {clock(step.took)}"] if step.took and step.state == "done" else []
    return ", ".join(words)


def _named(step: Step) -> str:
    variant = f" ({step.variant})" if step.variant else ""
    take = f" take {step.take}" if step.take > 1 else ""
    return f"`{step.story}`{variant}{f' clip {step.clip}' if step.clip else ''}{take}"
