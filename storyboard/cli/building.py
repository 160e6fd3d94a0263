"""How a build talks: one line a change of state, a live line on a terminal, a heartbeat where there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence

from storyboard.build import FINAL, Film, Step
from storyboard.cli.output import columns, say, shown
from storyboard.cli.reporting import count
from storyboard.timing import seconds

HEARTBEAT = 30.0
_BAD = ("failed", "refused")


class Talk:
    """What is said on stderr while a build runs; with `quiet` only what went wrong."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty() and not quiet
        self.lengths: dict[tuple[str, str, int], int] = {}
        self.share: dict[tuple[str, str, int], float] = {}
        self.last = time.monotonic()
        self.warned: set[str] = set()

    def begin(self, films: Iterable[Film]) -> None:
        """Take note of what is going to be built."""
        for film in films:
            meant = {request.clip.index for request in film.requests}
            self.lengths |= {
                (film.story, film.variant, clip.index): clip.duration or 0 for clip in film.clips if clip.index in meant
            }

    def tell(self, step: Step) -> None:
        """Say a step."""
        key = (step.story, step.variant, step.clip)
        if step.state == "progress":
            if step.total:
                self.share[key] = step.done / step.total
            self._beat()
            return
        if step.state in FINAL and step.clip:
            self.share[key] = 1.0
        # The live line says that something is being drawn.
        line = "" if self.live and step.state == "drawing" else _line(step)
        if line and (step.state in _BAD or not self.quiet):
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
        clips = [step for step in steps if step.clip]
        films = sum(not step.clip and step.state in ("done", "kept") for step in steps)
        words = [count(len(clips), "clip"), f"{seconds(sum(step.ms for step in clips))} s"]
        for state, word in (("done", "drawn"), ("kept", "kept"), ("failed", "failed"), ("refused", "refused")):
            number = sum(step.state == state for step in clips)
            words += [f"{number} {word}"] if number else []
        good = all(step.state in ("done", "kept") or (not step.clip and step.state == "lacking") for step in steps)
        say(f"{'ok: ' if good else ''}{', '.join([*words, count(films, 'film')])}")

    def clear(self) -> None:
        """Take the live line away."""
        if self.live:
            say("\r\x1b[K", end="")

    def _beat(self) -> None:
        if not self.lengths or self.quiet:
            return
        now = time.monotonic()
        done = sum(share == 1.0 for share in self.share.values())
        whole = sum(self.lengths.values()) or 1
        part = sum(self.lengths.get(key, 0) * share for key, share in self.share.items())
        words = f"{done} of {count(len(self.lengths), 'clip')}, {100 * part / whole:.0f} %"
        if self.live:
            if part < whole:
                say(f"\r\x1b[K{f'drawing: {words}'[: columns(sys.stderr) - 1]}", end="")
        elif now - self.last >= HEARTBEAT:
            self.last = now
            say(f"still drawing: {words}")


def _line(step: Step) -> str:
    made = f"{shown(step.path)} ({seconds(step.ms)} s)" if step.path is not None else _named(step)
    because = f": {step.reason}" if step.reason else ""
    match step.state:
        case "waiting":
            return "waiting: another storyc builds in this project"
        case "drawing":
            return "" if not step.clip else f"drawing {_named(step)}"
        case "done":
            return f"{'drawn ' if step.clip else 'joined'} {made}{because}"
        case "kept":
            return f"kept   {made}{because}"
        case "written":
            return f"wrote the prompts and requests of {_named(step)}"
        case "lacking":
            return f"no film of {_named(step)}{because}"
        case _:
            return f"error: {_named(step)} {'failed' if step.state == 'failed' else 'is not written'}{because}"


def _named(step: Step) -> str:
    variant = f" ({step.variant})" if step.variant else ""
    return f"`{step.story}`{variant}{f' clip {step.clip}' if step.clip else ''}"
